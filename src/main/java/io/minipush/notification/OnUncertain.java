package io.minipush.notification;

import java.util.Locale;

/** What becomes of a notification when nothing can tell whether it arrived. */
public enum OnUncertain {
    /** It stays {@code uncertain} until somebody decides. */
    HOLD,
    /** It is sent once more with another credit: rather twice than not at all. */
    RESEND;

    /** {@code hold} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return null for null */
    public static OnUncertain of(String word) {
        return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT));
    }
}
