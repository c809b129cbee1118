package io.minipush.simulator;

import java.util.Map;

/** The tokens of one app: the classic line and the stable line, which do not touch each other. */
final class AppTokens {
    /** How long the old token lives on beside its successor. */
    static final long OVERLAP_MILLIS = 5 * 60 * 1000L;
    private static final long BETWEEN_FORCES_MILLIS = 30 * 1000L;
    private static final int FORCES_PER_DAY = 20;

    private final App app;
    private final World world;
    private Token classic;
    private Token stable;
    private long lastForce = Long.MIN_VALUE / 2;
    private long forceDay;
    private int forcesToday;

    AppTokens(App app, World world) {
        this.app = app;
        this.world = world;
    }

    synchronized Token fetchClassic(long now) {
        if (classic != null) {
            classic.killAt(now + OVERLAP_MILLIS);
        }
        classic = issue(now);
        return classic;
    }

    synchronized Token fetchStable(long now, boolean force) {
        if (force && now - lastForce >= BETWEEN_FORCES_MILLIS) {
            countForce(now);
            if (stable != null) {
                stable.killAt(now);
            }
            stable = issue(now);
        } else if (stable == null || !stable.validAt(now) || stable.expiresAt - now <= OVERLAP_MILLIS) {
            // the one before is left to die of age: that is the overlap
            stable = issue(now);
        }
        return stable;
    }

    private void countForce(long now) {
        long day = Quota.dayOf(now);
        if (day != forceDay) {
            forceDay = day;
            forcesToday = 0;
        }
        if (forcesToday >= FORCES_PER_DAY) {
            throw new Refusal(45009);
        }
        forcesToday++;
        lastForce = now;
    }

    /** Somebody else has fetched a token, or an operator has reset the secret. Returns how many tokens were current. */
    synchronized int revoke(long now, boolean overlap) {
        int revoked = 0;
        for (Token token : new Token[] {classic, stable}) {
            if (token != null && token.validAt(now)) {
                token.killAt(overlap ? now + OVERLAP_MILLIS : now);
                revoked++;
            }
        }
        classic = null;
        stable = null;
        return revoked;
    }

    private Token issue(long now) {
        Map<String, Token> all = world.tokens;
        Token token;
        do {
            token = new Token(world.ids.token(), app, now + world.settings().tokenLife().toMillis());
        } while (all.putIfAbsent(token.value, token) != null);
        return token;
    }
}
