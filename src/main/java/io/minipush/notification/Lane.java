package io.minipush.notification;

import java.util.Locale;

/** Which notifications go first. The ordinal is what the table holds. */
public enum Lane {
    HIGH,
    NORMAL,
    BULK;

    /** {@code high} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Lane of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
