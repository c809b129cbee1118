package io.minipush.web;

import java.time.Duration;

/**
 * How slowly a body may come: who takes longer holds a thread for nothing. There is a time of grace, without which a short pause of
 * this process would be held against a client whose few bytes are all there. (Jetty's own rule knows none.)
 */
final class BodyRate {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long LEAST_BYTES_PER_SECOND = 256;

    private BodyRate() {
    }

    static boolean isTooSlow(long bytes, Duration since) {
        return bytes < since.minus(GRACE).toMillis() * LEAST_BYTES_PER_SECOND / 1000;
    }
}
