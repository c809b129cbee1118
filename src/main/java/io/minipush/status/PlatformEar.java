package io.minipush.status;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Hears from the figures whether the platform answers this node's posts at all. Thread-safe. */
final class PlatformEar {

    /** The tag {@code errcode} of a post that had no answer. */
    private static final String NONE = "none";

    private record Posts(long answered, long unanswered) {
    }

    private static final Posts NOTHING = new Posts(0, 0);

    private final MeterRegistry meters;
    private final Map<String, Posts> marks = new ConcurrentHashMap<>();

    PlatformEar(MeterRegistry meters) {
        this.meters = meters;
    }

    /** From now on counts what comes. To be called once a minute. */
    void mark(String appId) {
        marks.put(appId, posts(appId));
    }

    /** Whether since the mark some posts had no answer, and none had one. */
    boolean isMute(String appId) {
        Posts before = marks.getOrDefault(appId, NOTHING);
        Posts now = posts(appId);
        return now.unanswered() > before.unanswered() && now.answered() == before.answered();
    }

    private Posts posts(String appId) {
        long answered = 0;
        long unanswered = 0;
        for (Timer timer : meters.find("minipush.platform.requests").tag("app", appId).timers()) {
            if (NONE.equals(timer.getId().getTag("errcode"))) {
                unanswered += timer.count();
            } else {
                answered += timer.count();
            }
        }
        return new Posts(answered, unanswered);
    }
}
