package io.minipush.notification;

import java.util.Locale;

/** Which of the platform's calls carries a notification. */
public enum Channel {
    /** The classic call: each message needs a formId or a prepay_id. */
    TEMPLATE,
    /** Subscribe messages: each needs a subscription of its user to its template. */
    SUBSCRIBE;

    /** As the API, the settings and the database write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param word one that {@link #word} gives */
    public static Channel of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Under which name the whole channel is kept back. It has a blank, which no template id has. */
    public String holdKey() {
        return "channel " + word();
    }
}
