package io.minipush.drill;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets the work of a drill go in portions, one before each disturbance, so that each meets messages on their way.
 *
 * <p>Safe for use by many threads.
 */
final class Tempo {

    private final int portions;
    private final Duration least;
    private int released;
    private long begun;

    /**
     * @param portions after so many releases everything may go; with 0 it may at once
     * @param least    how long all of it takes at least; what goes is spread over it
     */
    Tempo(int portions, Duration least) {
        this.portions = portions;
        this.least = least;
    }

    synchronized void releaseNext() {
        released++;
        notifyAll();
    }

    synchronized void releaseAll() {
        released = portions;
        notifyAll();
    }

    /** Waits until this one of so many may go. */
    synchronized void await(int index, int of) throws InterruptedException {
        while (released < portions && (long) index * portions >= (long) of * released) {
            wait();
        }
        begun = begun == 0 ? System.nanoTime() : begun;
        long due = begun + (long) ((double) index / of * least.toNanos());
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
