package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** How much of a call's quota an app has used today. */
final class QuotaDesk {
    /** Stands for no limit, since the answer of the real platform always has one. */
    static final long UNLIMITED = 1_000_000_000;
    private static final Set<String> FIELDS = Set.of("cgi_path");

    private QuotaDesk() {
    }

    static Answer get(World world, PlatformCall call) {
        if (!call.method().equals("POST")) {
            throw new Refusal(43002);
        }
        long now = world.now();
        App app = AccessTokens.admit(world, call, now);
        JsonNode json = StrictJson.object(call.body());
        for (String name : StrictJson.unknownFields(json, FIELDS, "")) {
            app.score.breach(Breach.UNKNOWN_FIELD, "quota_get: " + name);
            throw StrictJson.invalid(name);
        }
        String path = StrictJson.text(json, "cgi_path");
        if (path != null && path.startsWith("/sns/")) {
            throw new Refusal(76022);
        }
        Api api = path == null ? Api.UNKNOWN : Api.ofPath(path);
        if (api == Api.UNKNOWN) {
            throw new Refusal(76021);
        }
        Quota.Usage usage = app.quota(api).usage(now);
        long limit = usage.limits().perDay() == 0 ? UNLIMITED : usage.limits().perDay();
        long perMinute = usage.limits().perMinute();
        return Answer.success(Api.QUOTA_GET, "{\"errcode\":0,\"errmsg\":\"ok\",\"quota\":{\"daily_limit\":" + limit + ",\"used\":"
                + usage.today() + ",\"remain\":" + Math.max(0, limit - usage.today()) + "}"
                + (perMinute == 0 ? "" : ",\"rate_limit\":{\"call_count\":" + perMinute + ",\"refresh_second\":60}") + "}");
    }
}
