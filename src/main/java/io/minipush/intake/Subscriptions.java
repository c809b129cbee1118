package io.minipush.intake;

import java.time.Instant;
import java.util.List;

/**
 * What a user answered to a request for subscriptions: what {@code direct:collect-subscriptions} takes. Its answer is a {@link Collected}.
 *
 * @param openid   whose answer it is; null as long as only {@code code} tells
 * @param code     of {@code wx.login}, instead of the openid; single-use and secret
 * @param accepted template ids, each as often as it was accepted
 * @param rejected template ids whose earlier subscriptions of this user are void
 * @param eventId  the same one brings nothing twice; null: every call counts
 * @param at       when the user answered: what was accepted later stays whatever was rejected
 */
public record Subscriptions(String appId, String openid, String code, List<String> accepted, List<String> rejected, String eventId, Instant at) {

    @Override
    public String toString() {
        // The generated one would print the code and the openid.
        return "Subscriptions[" + accepted.size() + " accepted, " + rejected.size() + " rejected]";
    }
}
