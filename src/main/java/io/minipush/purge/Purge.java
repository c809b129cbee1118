package io.minipush.purge;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;

import io.minipush.events.EventMemory;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Utc;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.springframework.dao.OptimisticLockingFailureException;

/** What the routes of {@code purge-expired.camel.yaml} need from Java: what counts as old, and the counts. Bound as {@code purge}. */
public final class Purge {

    private static final String JOB = "purge-expired";
    /** An idempotency key is kept at least so long, whatever the retention. */
    private static final Duration KEYS_AT_LEAST = Duration.ofDays(8);
    private static final Duration NODES = Duration.ofDays(1);
    private static final Duration RUNS = Duration.ofDays(8);
    /** A result that nobody's message has asked for in a day belongs to none of ours. */
    private static final Duration RESULTS = Duration.ofDays(1);

    private final Settings settings;
    private final DatabaseClock clock;
    private final long node;

    /** @param node the number of this node */
    public Purge(Settings settings, DatabaseClock clock, long node) {
        this.settings = settings;
        this.clock = clock;
        this.node = node;
    }

    /** The row that gives a run to one node. */
    public Map<String, Object> run(Date fireTime) {
        return Map.of("job", JOB, "fire_at", Utc.column(fireTime.toInstant()), "node", node);
    }

    /** Sets the variables that the statements name. */
    public void begin(Exchange exchange) {
        LocalDateTime now = clock.now();
        Duration keys = settings.retention().compareTo(KEYS_AT_LEAST) > 0 ? settings.retention() : KEYS_AT_LEAST;
        exchange.setVariable("now", now);
        exchange.setVariable("ended_before", now.minus(settings.retention()));
        exchange.setVariable("keys_before", now.minus(keys));
        exchange.setVariable("silent_before", now.minus(NODES));
        exchange.setVariable("runs_before", now.minus(RUNS));
        exchange.setVariable("events_before", now.minus(EventMemory.KEPT));
        exchange.setVariable("results_before", now.minus(RESULTS));
        exchange.setVariable("job", JOB);
        exchange.setVariable("node", node);
        exchange.setVariable("purged", new Purged(System.nanoTime()));
    }

    /** Remembers the locked rows of a chunk: their ids, and how many hold a credit. */
    public void chosen(Exchange exchange, @Body List<Map<String, Object>> rows) {
        exchange.setVariable("ids", rows.stream().map(row -> row.get("id")).toList());
        exchange.setVariable("removed", rows.size());
        exchange.setVariable("burnt", rows.stream().mapToInt(row -> ((Number) row.get("tied")).intValue()).sum());
    }

    /**
     * The books say what really went.
     *
     * @throws OptimisticLockingFailureException if a row was taken up again meanwhile; the chunk is then repeated
     */
    public void allWentAway(@Variable("removed") int chosen, @Header("CamelSqlUpdateCount") int removed) {
        if (removed != chosen) {
            throw new OptimisticLockingFailureException("of " + chosen + " ended notifications " + removed + " could be removed");
        }
    }

    /** Adds what a committed chunk removed to the counts. */
    public void add(String kind, @Variable("removed") int removed, @Variable("purged") Purged purged) {
        purged.add(kind, removed);
    }
}
