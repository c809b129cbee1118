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

    /**
     * Subscriptions of a user to one template. Neither has a blank, so no two purses share a name. The template comes first: all
     * purses of a template lie side by side in the index.
     */
    public static String of(String openid, String templateId) {
        return templateId + " " + openid;
    }

    /**
     * Not after the first purse of a template, whoever's it is. Beyond the bare template, which may be the name of a user's purse
     * and which a database that pads with blanks cannot tell from a template with a blank behind it.
     */
    public static String firstOf(String templateId) {
        return templateId + " !";
    }

    /** After the last purse of a template: what follows the blank in ASCII begins behind all of them. */
    public static String after(String templateId) {
        return templateId + "!";
    }
}
