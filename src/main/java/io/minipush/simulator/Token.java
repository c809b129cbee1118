package io.minipush.simulator;

/** One access_token. It ends by age, or earlier because something took its place. */
final class Token {
    final String value;
    final App app;
    final long expiresAt;
    private volatile long killedAt = Long.MAX_VALUE;

    Token(String value, App app, long expiresAt) {
        this.value = value;
        this.app = app;
        this.expiresAt = expiresAt;
    }

    void killAt(long time) {
        killedAt = Math.min(killedAt, time);
    }

    boolean validAt(long now) {
        return now < expiresAt && now < killedAt;
    }

    /** 42001 is said only to a token that has died of age; one that was replaced is "not latest". */
    void check(long now) {
        if (now >= killedAt) {
            throw new Refusal(40001);
        }
        if (now >= expiresAt) {
            throw new Refusal(42001);
        }
    }

    long secondsLeft(long now) {
        return (expiresAt - now + 999) / 1000;
    }
}
