package io.minipush.web;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * With strangers who send their body drop by drop and hold a thread meanwhile: it ends, sooner than {@link SlowClients} would end it, and
 * the connection is cut. Some verbs are opened by a signature, and for them anybody's body has to be read: of such strangers there are few
 * at a time, so that they never keep those waiting who have a key. Any thread.
 */
final class Patience {

    private static final int MOST_STRANGERS = 16;

    private final Duration deadline = Deadlines.inForce().stranger();
    private final Semaphore strangers = new Semaphore(MOST_STRANGERS);

    /** What takes as long as the caller of the request likes. */
    interface Reading<T> {
        T read() throws IOException;
    }

    static boolean isStranger(HttpServletRequest request) {
        return request.getAttribute(KeyFilter.KEY) == null;
    }

    /** @throws Problem 503 if there are too many strangers, 400 if the body does not arrive whole */
    <T> T with(HttpServletRequest request, Reading<T> reading) {
        return with(request, isStranger(request), reading);
    }

    /** @param stranger for a door that has looked for itself who comes */
    <T> T with(HttpServletRequest request, boolean stranger, Reading<T> reading) {
        if (!stranger) {
            return whole(reading);
        }
        if (!comesToTurn()) {
            throw Problem.of(503, "too many requests without a key at the same time").retryAfter(1);
        }
        Scheduler.Task end = end(request);
        try {
            return whole(reading);
        } finally {
            end.cancel();
            strangers.release();
        }
    }

    private static <T> T whole(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw Problem.of(400, "the body ended before it was whole");
        }
    }

    /** A body that is there at once is read at once: in a burst of honest ones the next place is not far. */
    private boolean comesToTurn() {
        try {
            return strangers.tryAcquire(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Scheduler.Task end(HttpServletRequest request) {
        Request connected = ServletContextRequest.getServletContextRequest(request);
        return connected.getComponents().getScheduler().schedule(() ->
                connected.getConnectionMetaData().getConnection().getEndPoint().close(new TimeoutException("the body is too slow")), deadline.toMillis(), TimeUnit.MILLISECONDS);
    }
}
