package io.minipush.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The one clock of the cluster: the database's time, carried on between two readings by this machine's monotonic clock, so
 * that nodes with wrong wall clocks agree. Microseconds, as the databases store them.
 *
 * <p>Safe for use by any thread; {@link #set} is called by the heartbeat.
 */
public final class DatabaseClock extends Clock {

    private record Reading(Instant database, long nanos) {
    }

    private final Duration offset;
    private volatile Reading reading = new Reading(Instant.now(), System.nanoTime());

    /** @param offset added to every time; for rehearsals */
    public DatabaseClock(Duration offset) {
        this.offset = offset;
    }

    /** @param utc what the database just said */
    public void set(LocalDateTime utc) {
        reading = new Reading(utc.toInstant(ZoneOffset.UTC), System.nanoTime());
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        return last.database.plusNanos(System.nanoTime() - last.nanos).plus(offset).truncatedTo(ChronoUnit.MICROS);
    }

    /** The present as statements take it: UTC. */
    public LocalDateTime now() {
        return Utc.column(instant());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the cluster's clock is UTC");
    }
}
