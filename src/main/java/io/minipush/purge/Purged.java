package io.minipush.purge;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What one purge has removed so far, by kind. Used by the thread of that purge only. */
public final class Purged {

    private final long begun;
    private final Map<String, Long> counts = new TreeMap<>();

    /** @param begun {@link System#nanoTime()} */
    Purged(long begun) {
        this.begun = begun;
    }

    void add(String kind, int removed) {
        counts.merge(kind, (long) removed, Long::sum);
    }

    /** How many rows of this kind went. */
    public long of(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** For the log: {@code 12 credits, 3 notifications in 45 ms}. */
    @Override
    public String toString() {
        return counts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey()).collect(Collectors.joining(", "))
                + " in " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms";
    }
}
