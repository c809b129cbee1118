package io.minipush.credit;

/**
 * Whose credits, and good for what: the name under which free credits, waiting notifications and wake-ups find each other. What
 * is in one purse can be exchanged freely; what is in two never can.
 */
public final class Purse {

    private Purse() {
    }

    /** FormIds and prepay_ids of a user: good for any template. */
    public static String of(String openid) {
        return openid;
    }

    /** Subscriptions of a user to one template. Neither has a blank, so no two purses share a name. */
    public static String of(String openid, String templateId) {
        return openid + " " + templateId;
    }
}
