package io.minipush.books;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps repeated work to a twentieth of the time: the next round is due after an interval, but not before twenty times what the
 * last one took. Used by one thread.
 */
public final class Pace {

    private static final int SHARE = 20;

    private final long interval;
    private final LongSupplier nanoTime;
    private long begun;
    private long next;

    /** @param nanoTime {@link System#nanoTime()}, or a test's */
    public Pace(Duration interval, LongSupplier nanoTime) {
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    public boolean isDue() {
        return nanoTime.getAsLong() - next >= 0;
    }

    /** A round begins. Should it fail, the next one comes after the interval. */
    public void begin() {
        begun = nanoTime.getAsLong();
        next = begun + interval;
    }

    /** The round is over. */
    public void end() {
        long took = nanoTime.getAsLong() - begun;
        next = begun + Math.max(interval, SHARE * took);
    }
}
