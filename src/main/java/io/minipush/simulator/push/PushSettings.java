package io.minipush.simulator.push;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How events are pushed.
 *
 * @param kinds         those that are pushed
 * @param delay         from what happened to its event
 * @param timeout       how long the platform waits for an answer
 * @param retryPause    from a bad answer to the repeat
 * @param duplicateRate the share of events that are pushed a second time, though the first was answered
 */
public record PushSettings(Set<EventKind> kinds, Duration delay, Duration timeout, Duration retryPause, double duplicateRate) {
    /** As the real platform behaves. */
    public static final PushSettings REAL =
            new PushSettings(EnumSet.allOf(EventKind.class), Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(5), 0);

    public PushSettings {
        kinds = Set.copyOf(kinds);
        if (delay.isNegative() || retryPause.isNegative() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("nobody waits for less than no time");
        }
        if (!(duplicateRate >= 0 && duplicateRate <= 1)) {
            throw new IllegalArgumentException("the duplicate_rate is a share from 0 to 1");
        }
    }

    public PushSettings only(EventKind... pushed) {
        return new PushSettings(Set.of(pushed), delay, timeout, retryPause, duplicateRate);
    }

    public PushSettings withDelay(Duration time) {
        return new PushSettings(kinds, time, timeout, retryPause, duplicateRate);
    }

    public PushSettings withTimeout(Duration time) {
        return new PushSettings(kinds, delay, time, retryPause, duplicateRate);
    }

    public PushSettings withRetryPause(Duration time) {
        return new PushSettings(kinds, delay, timeout, time, duplicateRate);
    }

    public PushSettings withDuplicateRate(double share) {
        return new PushSettings(kinds, delay, timeout, retryPause, share);
    }
}
