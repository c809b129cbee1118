package io.minipush.web;

import java.time.Duration;

/**
 * How long callers may take for their part; who takes longer is cut off.
 *
 * @param request   from the opening of a connection, or the answer before, until the next request's headers are there
 * @param body      of a request to the API, for {@link SlowClients}
 * @param stranger  the same of whoever has shown no key, for {@link Patience}
 * @param people    body of a request to the management server: forms and questions, all of them short
 */
record Deadlines(Duration request, Duration body, Duration stranger, Duration people) {

    /** Tests cannot wait that long: a number of milliseconds, for all of them. No setting of the gateway. */
    private static final String FOR_TESTS = "minipush.internal.web.deadline.millis";

    static Deadlines inForce() {
        Long millis = Long.getLong(FOR_TESTS);
        if (millis != null) {
            Duration all = Duration.ofMillis(millis);
            return new Deadlines(all, all, all, all);
        }
        return new Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
}
