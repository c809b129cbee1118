package io.minipush.events;

import java.time.Duration;
import java.time.Instant;

/**
 * How long it is remembered what was dealt with, and hence how old an event may be: one that may have been forgotten cannot be told
 * from a replay.
 */
public final class EventMemory {

    /** What was dealt with is remembered for so long at least. */
    public static final Duration KEPT = Duration.ofDays(8);

    /** The platform's clock or ours may be wrong by so much. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private EventMemory() {
    }

    /** Whether an event, or a signature, of that time may come in: it is then remembered until it may no longer. */
    static boolean mayComeIn(Instant at, Instant now) {
        return at.isAfter(now.minus(KEPT).plus(AHEAD)) && at.isBefore(now.plus(AHEAD));
    }

    /** Whether it would still be known if it had been dealt with, here or on another node. */
    static boolean reaches(Instant at, Instant now) {
        return at.isAfter(now.minus(KEPT));
    }
}
