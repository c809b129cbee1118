package io.minipush.credit;

import java.time.Duration;
import java.time.Instant;

/**
 * A formId that has passed all checks.
 *
 * @param openid      whose it is; null as long as only {@code code} tells
 * @param code        of {@code wx.login}, instead of the openid; single-use and secret
 * @param collectedAt the earlier of the submit and the arrival
 */
public record NewFormId(String openid, String code, String formId, CreditKind kind, Instant collectedAt, Instant expiresAt) {

    /** It is remembered for this long after the platform has forgotten it. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    public NewCredit credit() {
        return new NewCredit(openid, null, formId, kind, collectedAt, expiresAt, expiresAt.plus(REMEMBERED));
    }

    @Override
    public String toString() {
        // The generated one would print the formId and the openid.
        return "NewFormId[" + kind + "]";
    }
}
