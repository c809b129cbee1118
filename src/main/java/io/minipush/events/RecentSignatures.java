package io.minipush.events;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signatures of the last events that this process has kept: a repeat need not be kept again, and a flood of repeats costs neither
 * disk nor database. What it forgets, or never knew after a restart, the database still knows. Thread-safe.
 */
final class RecentSignatures {

    enum Before {
        NEVER, SAME_BODY, ANOTHER_BODY
    }

    private static final int MOST = 10_000;

    private final Map<String, String> bodies = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    synchronized Before meet(String signature, String body) {
        String before = bodies.get(signature);
        return before == null ? Before.NEVER : before.equals(body) ? Before.SAME_BODY : Before.ANOTHER_BODY;
    }

    /** Only once it is kept: else a repeat would be told that it is. */
    synchronized void kept(String signature, String body) {
        bodies.putIfAbsent(signature, body);
    }
}
