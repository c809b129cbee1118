package io.minipush.credit;

import java.time.Instant;

/**
 * A user no longer wants the messages of one template: what he had accepted before is void.
 *
 * @param openid   whose it is; null as long as only a code of {@code wx.login} tells
 * @param until    what was collected later stays
 * @param forgetAt up to here, bringing it again is known as such
 */
public record Revocation(String openid, String templateId, Instant until, Instant forgetAt) {

    public String purse() {
        return Purse.of(openid, templateId);
    }

    public Revocation of(String owner) {
        return new Revocation(owner, templateId, until, forgetAt);
    }

    @Override
    public String toString() {
        // The generated one would print the openid.
        return "Revocation[" + templateId + "]";
    }
}
