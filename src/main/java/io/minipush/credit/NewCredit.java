package io.minipush.credit;

import java.time.Instant;

/**
 * A credit that has passed all checks and is not yet stored.
 *
 * @param openid      whose it is; null as long as only a code of {@code wx.login} tells
 * @param templateId  the only template that it is good for; null: any
 * @param formId      its name, and for formIds what the platform wants to see
 * @param collectedAt the earlier of the user's act and the arrival
 * @param forgetAt    up to here, bringing it again is known as such
 */
public record NewCredit(String openid, String templateId, String formId, CreditKind kind, Instant collectedAt, Instant expiresAt, Instant forgetAt) {

    public String purse() {
        return templateId == null ? Purse.of(openid) : Purse.of(openid, templateId);
    }

    public NewCredit of(String owner) {
        return new NewCredit(owner, templateId, formId, kind, collectedAt, expiresAt, forgetAt);
    }

    @Override
    public String toString() {
        // The generated one would print the formId and the openid.
        return "NewCredit[" + kind + "]";
    }
}
