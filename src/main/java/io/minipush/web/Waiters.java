package io.minipush.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.minipush.storage.Statements;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Producers that hold their request open until their notification has come to an end. One thread asks the database for all of
 * them together, ten times a second and only while somebody waits; so it does not matter which node sends.
 */
public final class Waiters implements AutoCloseable {

    /** Each holds a thread of the API. */
    static final int MOST = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Waiters.class);
    private static final long BETWEEN_LOOKS_MILLIS = 100;
    /** An end, or nothing that will change by itself soon. */
    private static final Set<String> SETTLED = Set.of("sent", "failed", "expired", "cancelled", "waiting", "uncertain");

    private record Waiter(String id, CompletableFuture<Boolean> settled) {
    }

    private final Statements statements;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(new CamelThreadFactory("#name#", "waiters", true));
    private volatile boolean closed;

    public Waiters(Statements statements) {
        this.statements = statements;
        looks.scheduleWithFixedDelay(this::look, BETWEEN_LOOKS_MILLIS, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How a wait went. */
    public enum Outcome {
        /** The notification has come to an end, waits for a credit, or is uncertain. */
        SETTLED,
        /** The time was over first, or the gateway stops. */
        TIME_OVER,
        /** Too many wait already. */
        NO_PLACE
    }

    /** Blocks the calling thread, with no connection held. */
    public Outcome await(String id, Duration most) throws InterruptedException {
        if (!places.tryAcquire()) {
            return Outcome.NO_PLACE;
        }
        Waiter waiter = new Waiter(id, new CompletableFuture<>());
        waiting.add(waiter);
        try {
            return !closed && waiter.settled.get(most.toMillis(), TimeUnit.MILLISECONDS) ? Outcome.SETTLED : Outcome.TIME_OVER;
        } catch (TimeoutException e) {
            return Outcome.TIME_OVER;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            waiting.remove(waiter);
            places.release();
        }
    }

    private void look() {
        List<Waiter> present = List.copyOf(waiting);
        if (present.isEmpty()) {
            return;
        }
        try {
            List<String> ids = present.stream().map(Waiter::id).distinct().toList();
            for (Map<String, Object> row : statements.rows("notification-states", Map.of("ids", ids))) {
                if (SETTLED.contains((String) row.get("state"))) {
                    present.stream().filter(waiter -> waiter.id.equals(row.get("id"))).forEach(waiter -> waiter.settled.complete(true));
                }
            }
        } catch (DataAccessException e) {
            // They are accepted, and their time will be over; the next look may find the database again.
            LOG.warn("Cannot look for {} waiting producers: {}", present.size(), e.getClass().getSimpleName());
        }
    }

    /** Sends everybody away who still waits. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(waiter -> waiter.settled.complete(false));
        looks.shutdownNow();
    }
}
