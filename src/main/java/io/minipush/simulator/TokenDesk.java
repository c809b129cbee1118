package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The calls that need the app's secret: both ways to a token, and the exchange of a login code. */
final class TokenDesk {
    private static final Set<String> STABLE_FIELDS = Set.of("grant_type", "appid", "secret", "force_refresh");

    private TokenDesk() {
    }

    static Answer classic(World world, PlatformCall call) {
        requireGet(call);
        requireGrant("client_credential", call.param("grant_type"));
        App app = world.authenticate(call.param("appid"), call.param("secret"));
        long now = world.now();
        app.quota(Api.TOKEN).take(now);
        return granted(Api.TOKEN, app.tokens.fetchClassic(now), now);
    }

    static Answer stable(World world, PlatformCall call) {
        if (!call.method().equals("POST")) {
            throw new Refusal(43002);
        }
        JsonNode json = StrictJson.object(call.body());
        requireGrant("client_credential", StrictJson.text(json, "grant_type"));
        App app = world.authenticate(StrictJson.text(json, "appid"), StrictJson.text(json, "secret"));
        json.fieldNames().forEachRemaining(name -> {
            if (!STABLE_FIELDS.contains(name)) {
                app.score.breach(Breach.UNKNOWN_FIELD, "stable_token: " + name);
                throw StrictJson.invalid(name);
            }
        });
        JsonNode force = json.get("force_refresh");
        if (force != null && !force.isBoolean()) {
            throw StrictJson.invalid("force_refresh");
        }
        long now = world.now();
        app.quota(Api.STABLE_TOKEN).take(now);
        return granted(Api.STABLE_TOKEN, app.tokens.fetchStable(now, force != null && force.booleanValue()), now);
    }

    static Answer session(World world, PlatformCall call) {
        requireGet(call);
        requireGrant("authorization_code", call.param("grant_type"));
        App app = world.authenticate(call.param("appid"), call.param("secret"));
        long now = world.now();
        app.quota(Api.JSCODE2SESSION).take(now);
        String given = call.param("js_code");
        if (given == null || given.isEmpty()) {
            throw new Refusal(41008);
        }
        LoginCode code = world.codes.get(given);
        if (code == null) {
            throw new Refusal(40029);
        }
        code.redeem(app, now);
        // no errcode on success, as on the real platform
        return Answer.success(Api.JSCODE2SESSION,
                "{\"session_key\":\"" + world.ids.sessionKey() + "\",\"openid\":" + ControlJson.quoted(code.openid) + "}");
    }

    private static Answer granted(Api api, Token token, long now) {
        token.app.score.tokenFetched();
        return Answer.success(api, "{\"access_token\":\"" + token.value + "\",\"expires_in\":" + token.secondsLeft(now) + "}");
    }

    private static void requireGet(PlatformCall call) {
        if (!call.method().equals("GET")) {
            throw new Refusal(43001);
        }
    }

    private static void requireGrant(String wanted, String given) {
        if (!wanted.equals(given)) {
            throw new Refusal(40002);
        }
    }
}
