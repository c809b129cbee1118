package io.minipush.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** While an app has no places for ordinary notifications, how often to look for urgent ones. Used by one thread. */
final class UrgentLooks {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Map<String, Long> last = new HashMap<>();

    /** Whether it is time; if so, the next time is a pause away. */
    boolean isDue(String appId) {
        long now = System.nanoTime();
        Long before = last.get(appId);
        if (before != null && now - before < PAUSE.toNanos()) {
            return false;
        }
        last.put(appId, now);
        return true;
    }
}
