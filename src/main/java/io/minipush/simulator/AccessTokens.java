package io.minipush.simulator;

import java.util.regex.Pattern;

/** The first look at every call that brings an access_token. */
final class AccessTokens {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{64,512}");

    private AccessTokens() {
    }

    /** The app whose valid token the call brings; the call counts against its quota.
     *  @throws Refusal 41001, 40014, 40001 or 42001; 45009 or 45011; the code of a call that the platform no longer offers */
    static App admit(World world, PlatformCall call, long now) {
        App app = token(world, call.param("access_token"), now).app;
        app.checkOffered(call.api());
        app.quota(call.api()).take(now);
        return app;
    }

    private static Token token(World world, String value, long now) {
        if (value == null || value.isEmpty()) {
            throw new Refusal(41001);
        }
        if (!SHAPE.matcher(value).matches()) {
            throw new Refusal(40014);
        }
        Token token = world.tokens.get(value);
        if (token == null) {
            throw new Refusal(40001);
        }
        token.check(now);
        return token;
    }
}
