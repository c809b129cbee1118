package io.minipush.benchmark;

import java.util.Arrays;

/** How long each of many calls took, and all of them together. */
record Samples(int items, long nanos, long[] sortedNanos) {

    Samples {
        sortedNanos = sortedNanos.clone();
        Arrays.sort(sortedNanos);
    }

    double perSecond() {
        return items / (nanos / 1e9);
    }

    /** @param share 0.5 for the median */
    double millis(double share) {
        return sortedNanos[(int) Math.min(sortedNanos.length - 1, Math.floor(share * sortedNanos.length))] / 1e6;
    }
}
