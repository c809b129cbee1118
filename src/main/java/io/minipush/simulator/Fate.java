package io.minipush.simulator;

import java.util.Random;

/** Decides which accepted messages fail later inside the platform, so that the user never sees them. */
final class Fate {
    private final Random dice;
    private double rate;
    private long next;

    Fate(long seed) {
        this.dice = new Random(seed);
    }

    synchronized void failing(double newRate) {
        if (!(newRate >= 0 && newRate <= 1)) {
            throw new IllegalArgumentException("the fail_rate is a share from 0 to 1");
        }
        rate = newRate;
    }

    synchronized void failingNext(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("fail_next is a number of messages");
        }
        next = count;
    }

    synchronized boolean fails() {
        if (next > 0) {
            next--;
            return true;
        }
        return rate > 0 && dice.nextDouble() < rate;
    }
}
