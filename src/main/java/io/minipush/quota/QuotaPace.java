package io.minipush.quota;

import java.time.Duration;
import java.util.Set;

/** How often the platform is asked about one quota. */
final class QuotaPace {

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration LATER = Duration.ofDays(1);
    /** No such path; no permission; no such URL; no right to this call; and 404, the status or the code. */
    private static final Set<Integer> NOT_FOR_US = Set.of(76021, 76022, 40066, 48001, 404);

    private QuotaPace() {
    }

    /** Whether the platform does not tell this quota: asking soon again is of no use. */
    static boolean isNotTold(int errcode) {
        return NOT_FOR_US.contains(errcode);
    }

    /** @param errcode what the platform refused with the last time, or null */
    static Duration pause(Integer errcode) {
        return errcode != null && isNotTold(errcode) ? LATER : EVERY;
    }
}
