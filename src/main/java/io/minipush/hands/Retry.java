package io.minipush.hands;

import java.time.Duration;
import java.time.Instant;

import io.minipush.notification.State;

/**
 * What it means to send a notification again that had come to an end, or to nobody's knowledge. Pure: the table of its test is
 * the specification.
 *
 * <p>While a credit on it can still prove whether an earlier attempt arrived, the repeat is made with that one and cannot reach
 * the user twice. Otherwise whoever retries has decided that it is to be sent again, and another credit is used.
 *
 * @param keepsCredit whether the tied credit stays on it, and with it the doubt
 * @param burns       whether a tied credit is given up: it may have been used, so it serves nobody else
 * @param expiresAt   the new end
 */
record Retry(boolean keepsCredit, boolean burns, Instant expiresAt) {

    /** A new life for one that was past its end, as long as the one it began with. */
    private static final Duration LIFETIME = Duration.ofDays(7);
    /** The reason of a notification whose own end came while its credit could still have told. */
    private static final String EXPIRED_IN_DOUBT = "expired_in_doubt";

    /** Whether there is anything to retry about a notification in this state. */
    static boolean canBegin(State state) {
        return state == State.FAILED || state == State.UNCERTAIN || state == State.EXPIRED;
    }

    /** Whether a retry finds done what it is for: doing it twice sends once. */
    static boolean isUnderWay(State state) {
        return state == State.ACCEPTED || state == State.WAITING || state == State.SENDING;
    }

    /**
     * @param asked  the end that was asked for, or null: then the old one if it lies ahead
     * @param margin in the last part of a credit's life its answers prove nothing
     * @param proves whether a repeat with a credit of this kind proves anything at all
     */
    static Retry of(StoredNotification notification, Instant asked, Instant now, Duration margin, boolean proves) {
        boolean keeps = proves && notification.tied() && notification.doubt() && switch (notification.state()) {
            case FAILED -> true;
            case UNCERTAIN -> EXPIRED_IN_DOUBT.equals(notification.reason())
                    && notification.creditExpiresAt() != null && notification.creditExpiresAt().isAfter(now.plus(margin));
            default -> false;
        };
        Instant end = asked != null ? asked : notification.expiresAt().isAfter(now) ? notification.expiresAt() : now.plus(LIFETIME);
        return new Retry(keeps, notification.tied() && !keeps, end);
    }
}
