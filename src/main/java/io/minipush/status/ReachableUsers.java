package io.minipush.status;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import io.minipush.books.Pace;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many users of an app can be reached. Counting walks all of its credits, so nobody who looks waits for it: one thread counts
 * while somebody looks, an app at most once a minute, and for a twentieth of the time at most. Thread-safe.
 */
final class ReachableUsers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReachableUsers.class);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * @param now            users with a use that could be reserved now
     * @param in24h          those of them whom today's credits still reach in 24 hours
     * @param byFormId       those with a formId or a prepay_id
     * @param bySubscription those with a subscription to whatever template
     */
    record Count(long now, long in24h, long byFormId, long bySubscription, Instant at) {
    }

    private final Statements statements;
    private final DatabaseClock clock;
    private final Duration margin;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    /** Of the counting thread alone. */
    private final Map<String, Pace> paces = new HashMap<>();
    private final ExecutorService counting = Executors.newSingleThreadExecutor(new CamelThreadFactory("#name#", "reachable-users", true));

    ReachableUsers(Statements statements, DatabaseClock clock, Duration margin) {
        this.statements = statements;
        this.clock = clock;
        this.margin = margin;
    }

    /** @return as they were counted last; empty before the first time */
    Optional<Count> of(String appId) {
        if (asked.add(appId)) {
            try {
                counting.execute(() -> count(appId));
            } catch (RejectedExecutionException e) {
                // The page is being closed.
                asked.remove(appId);
            }
        }
        return Optional.ofNullable(counts.get(appId));
    }

    private void count(String appId) {
        try {
            Pace pace = paces.computeIfAbsent(appId, app -> new Pace(FRESH, System::nanoTime));
            if (pace.isDue()) {
                pace.begin();
                counts.put(appId, counted(appId));
                pace.end();
            }
        } catch (RuntimeException e) {
            // The database is away, which is told elsewhere. It is tried again in a minute.
            LOG.debug("users are not counted", e);
        } finally {
            asked.remove(appId);
        }
    }

    private Count counted(String appId) {
        LocalDateTime now = clock.now();
        Map<String, Object> row = statements.row("reachable-users",
                Map.of("app", appId, "now", now, "reserve_until", now.plus(margin), "soon", now.plus(DAY).plus(margin))).orElseThrow();
        return new Count(number(row, "users"), number(row, "later"), number(row, "by_form"), number(row, "by_subscription"), clock.instant());
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    @Override
    public void close() {
        counting.shutdownNow();
    }
}
