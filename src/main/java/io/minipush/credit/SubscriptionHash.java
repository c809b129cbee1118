package io.minipush.credit;

import io.minipush.json.Digests;

/**
 * How it is remembered what an event brought. None is ever the {@link FormIdHash} of a formId, which has no line breaks.
 */
public final class SubscriptionHash {

    private SubscriptionHash() {
    }

    /** @param number of how many times the event says that this template was accepted, from 1 */
    public static String accepted(String appId, String eventId, String templateId, int number) {
        return Digests.of(appId + "\n" + eventId + "\n" + templateId + "\naccepted " + number);
    }

    public static String rejected(String appId, String eventId, String templateId) {
        return Digests.of(appId + "\n" + eventId + "\n" + templateId + "\nrejected");
    }
}
