package io.minipush.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The last hour, a sample a minute; it begins anew with the process. Thread-safe. */
final class Samples {

    /** One more than the minutes of an hour: what happened lies between two. */
    static final int MOST = 61;

    /** @param oldestDue in seconds; the other figures are counts that grow */
    record Sample(long takenIn, long sent, long failed, long oldestDue) {
    }

    private final Deque<Map<String, Sample>> ring = new ArrayDeque<>();

    /** @param sample by app */
    synchronized void add(Map<String, Sample> sample) {
        if (ring.size() == MOST) {
            ring.removeFirst();
        }
        ring.addLast(Map.copyOf(sample));
    }

    private synchronized List<Sample> of(String appId) {
        return ring.stream().filter(sample -> sample.containsKey(appId)).map(sample -> sample.get(appId)).toList();
    }

    /** How much a count grew in each minute, the oldest first. One that shrinks, as when old ones are removed, grew by nothing. */
    List<Long> grown(String appId, ToLongFunction<Sample> count) {
        List<Sample> samples = of(appId);
        List<Long> grown = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            grown.add(Math.max(0, count.applyAsLong(samples.get(i)) - count.applyAsLong(samples.get(i - 1))));
        }
        return grown;
    }

    List<Long> oldestDue(String appId) {
        return of(appId).stream().map(Sample::oldestDue).toList();
    }
}
