package io.minipush.template;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When the list of an app is asked for again: every hour, after failures sooner, but less and less often. Any thread. */
final class TemplatePace {

    /** For a template that nobody knows, and after a first failure. */
    static final Duration AT_LEAST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int LONGEST_BACKOFF = 6;

    /** In a row, as this node has seen them. */
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    /** @return how many that makes in a row */
    int failed(String appId) {
        return failures.merge(appId, 1, Integer::sum);
    }

    /** @return how many failures came before */
    int succeeded(String appId) {
        Integer before = failures.remove(appId);
        return before == null ? 0 : before;
    }

    /**
     * How long nobody in the cluster may have asked before it is asked again.
     *
     * @param askedAt   when somebody last did, or null
     * @param fetchedAt when the list came that we have, or null
     */
    Duration pause(String appId, LocalDateTime askedAt, LocalDateTime fetchedAt) {
        boolean fetched = fetchedAt != null && (askedAt == null || !fetchedAt.isBefore(askedAt));
        return fetched ? EVERY : backoff(failures.getOrDefault(appId, 1));
    }

    private static Duration backoff(int failures) {
        Duration pause = AT_LEAST.multipliedBy(1L << Math.min(failures - 1, LONGEST_BACKOFF));
        return pause.compareTo(EVERY) < 0 ? pause : EVERY;
    }
}
