package io.minipush.drill;

/**
 * Lets the work of a drill go in portions, one before each disturbance, so that each meets messages on their way.
 *
 * <p>Safe for use by many threads.
 */
final class Tempo {

    private final int portions;
    private int released;

    /** @param portions after so many releases everything may go; with 0 it may at once */
    Tempo(int portions) {
        this.portions = portions;
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
    }
}
