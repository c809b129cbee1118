package io.minipush.simulator;

import java.util.concurrent.atomic.AtomicBoolean;

/** What {@code wx.login} gives a mini program: good for one exchange within five minutes. */
final class LoginCode {
    private static final long LIFE_MILLIS = 5 * 60 * 1000L;
    private final App app;
    final String openid;
    private final long issuedAt;
    private final AtomicBoolean used = new AtomicBoolean();

    LoginCode(App app, String openid, long issuedAt) {
        this.app = app;
        this.openid = openid;
        this.issuedAt = issuedAt;
    }

    void redeem(App by, long now) {
        if (by != app || now - issuedAt >= LIFE_MILLIS) {
            throw new Refusal(40029);
        }
        if (!used.compareAndSet(false, true)) {
            throw new Refusal(40163);
        }
    }
}
