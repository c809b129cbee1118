package io.minipush.notification;

import java.util.Locale;

/** Where a notification is on its way. */
public enum State {
    ACCEPTED, WAITING, SENDING, UNCERTAIN, SENT, FAILED, EXPIRED, CANCELLED;

    /** Whether nothing more happens by itself. {@code uncertain} is no end: somebody has to decide. */
    public boolean isEnd() {
        return compareTo(SENT) >= 0;
    }

    /** As the API and the database write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
