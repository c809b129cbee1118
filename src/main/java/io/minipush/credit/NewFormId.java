package io.minipush.credit;

import java.time.Instant;

/**
 * A formId that has passed all checks and is not yet stored.
 *
 * @param openid      whose it is; null as long as only {@code code} tells
 * @param code        of {@code wx.login}, instead of the openid; single-use and secret
 * @param collectedAt the earlier of the submit and the arrival
 */
public record NewFormId(String openid, String code, String formId, CreditKind kind, Instant collectedAt, Instant expiresAt) {

    public NewFormId of(String owner) {
        return new NewFormId(owner, null, formId, kind, collectedAt, expiresAt);
    }

    @Override
    public String toString() {
        // The generated one would print the formId and the openid.
        return "NewFormId[" + kind + "]";
    }
}
