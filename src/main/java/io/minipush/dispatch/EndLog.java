package io.minipush.dispatch;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.notification.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line in the log for each notification that ended, on a thread of its own: nobody who has committed an end waits for the
 * log. Lines are lost only with the process, or if the log takes nothing for so long that {@link #ROOM} of them wait; those are
 * counted, and told once it takes lines again. Thread-safe.
 */
public final class EndLog implements AutoCloseable {

    /** Twenty seconds of a full load. */
    static final int ROOM = 20_000;

    private static final Logger ENDED = LoggerFactory.getLogger("io.minipush.ended");
    private static final int LAST_LINES_MILLIS = 5_000;
    private static final End NOTHING_MORE = new End(null, null, null, null, null, null, null, null);

    private final BlockingQueue<End> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong lost = new AtomicLong();
    private final Counter unwritten;
    private final Thread writer = new Thread(this::write, "end-log");

    /** Begins to write at once. */
    public EndLog(MeterRegistry meters) {
        this.unwritten = Counter.builder("minipush.ends.unlogged").description("Ends of notifications without a line in the log, since it took none").register(meters);
        writer.setDaemon(true);
        writer.start();
    }

    /** Never waits. */
    void add(End end) {
        if (!waiting.offer(end)) {
            lost.incrementAndGet();
            unwritten.increment();
        }
    }

    private void write() {
        try {
            for (End end = waiting.take(); end != NOTHING_MORE; end = waiting.take()) {
                EndLine.of(end).log(ENDED);
                long missing = lost.getAndSet(0);
                if (missing > 0) {
                    ENDED.warn("{} notification(s) ended without a line here: the log took nothing for too long", missing);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what there is; a log that takes nothing is waited for some seconds. */
    @Override
    public void close() {
        try {
            if (waiting.offer(NOTHING_MORE, LAST_LINES_MILLIS, TimeUnit.MILLISECONDS)) {
                writer.join(LAST_LINES_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
