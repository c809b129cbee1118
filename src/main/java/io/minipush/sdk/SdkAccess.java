package io.minipush.sdk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import io.minipush.access.GuessThrottle;
import io.minipush.access.Key;
import io.minipush.access.Keys;
import io.minipush.access.Role;
import io.minipush.json.Digests;
import io.minipush.token.AccessTokens;

/** Who may do what at the front door for SDKs. Any thread. */
public final class SdkAccess {

    /** As WeChat's. */
    private static final Duration LIFE = Duration.ofHours(2);
    private static final String GRANT_TYPE = "client_credential";

    private final Set<String> apps;
    private final Keys keys;
    private final GuessThrottle throttle;
    private final GatewayTokens gatewayTokens;
    private final AccessTokens accessTokens;
    private final Clock clock;

    /**
     * @param apps     that the gateway serves
     * @param throttle slows down who guesses keys
     */
    public SdkAccess(Set<String> apps, Keys keys, GuessThrottle throttle, AccessTokens accessTokens, Clock clock) {
        this.apps = apps;
        this.keys = keys;
        this.throttle = throttle;
        this.gatewayTokens = new GatewayTokens(keys);
        this.accessTokens = accessTokens;
        this.clock = clock;
    }

    /**
     * Gives a token: one that only the gateway accepts, or the platform's own, if the key may have it. A wish for a fresh one is not heard:
     * the platform's token is replaced by the gateway alone.
     *
     * @param secret  a key of the gateway
     * @param address of the caller
     * @throws WeChatError with the number that WeChat has for what is wrong; -1 while there is no token to give
     */
    public TokenGrant grant(String grantType, String appId, String secret, String address) {
        if (isEmpty(appId)) {
            throw new WeChatError(41002, "appid missing");
        }
        if (isEmpty(secret)) {
            throw new WeChatError(41004, "appsecret missing");
        }
        if (!GRANT_TYPE.equals(grantType)) {
            throw new WeChatError(40002, "invalid grant_type");
        }
        if (!apps.contains(appId)) {
            throw new WeChatError(40013, "invalid appid: this gateway does not serve such an app");
        }
        Key key = keys.isOpen() ? Keys.ANYBODY : find(secret, address).filter(one -> one.serves(appId))
                .orElseThrow(() -> new WeChatError(40125, "invalid appsecret: it must be a key of the gateway that serves this app"));
        if (key.may(Role.TOKEN)) {
            return accessTokens.lend(appId).map(lent -> new TokenGrant(lent.token().value(), lent.life())).orElseThrow(WeChatError::busy);
        }
        if (!key.may(Role.SEND)) {
            throw new WeChatError(50004, "token interface forbidden: this key has neither the role send nor the role token");
        }
        return new TokenGrant(gatewayTokens.issue(appId, key, clock.instant().plus(LIFE)), LIFE);
    }

    private Optional<Key> find(String secret, String address) {
        try {
            return throttle.find(secret, address, GuessThrottle.Door.SDK);
        } catch (GuessThrottle.TooManyGuesses e) {
            throw new WeChatError(45011, "api minute-quota reach limit: " + e.getMessage() + ", wait " + e.retryAfterSeconds() + " s");
        }
    }

    /**
     * Whose token that is: one of ours, or the platform's own of an app that the gateway serves.
     *
     * @throws WeChatError 41001, 40001 or 42001
     */
    public SdkSender sender(String accessToken) {
        if (isEmpty(accessToken)) {
            throw new WeChatError(41001, "access_token missing");
        }
        if (!GatewayTokens.isOne(accessToken)) {
            return new SdkSender(appOf(accessToken), false);
        }
        GatewayTokens.Grant grant = gatewayTokens.read(accessToken, clock.instant());
        if (!apps.contains(grant.appId())) {
            throw GatewayTokens.invalid();
        }
        return new SdkSender(grant.appId(), grant.key().failsWithoutCredit());
    }

    /** Hashes are compared, of all apps: the time it takes tells nothing about a token. */
    private String appOf(String accessToken) {
        byte[] shown = hash(accessToken);
        String found = null;
        for (String app : apps) {
            byte[] own = accessTokens.current(app).map(token -> hash(token.value())).orElse(null);
            if (own != null && MessageDigest.isEqual(own, shown)) {
                found = app;
            }
        }
        if (found == null) {
            throw GatewayTokens.invalid();
        }
        return found;
    }

    private static byte[] hash(String token) {
        return Digests.of(token).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
