package io.minipush.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.minipush.notification.Lane;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which {@code send-notification} runs: for each app as many as it may have posts at the same time. They own
 * nothing: an attempt whose thread fails is settled from what it did.
 */
public final class Senders {

    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);
    private static final String ROUTE = "direct:send-notification";

    private static final Comparator<Turn> ORDER = Comparator.<Turn, Lane>comparing(turn -> turn.attempt.notification().lane())
            .thenComparingLong(turn -> turn.number);

    private final ProducerTemplate producer;
    private final InFlight inFlight;
    private final int maxInFlight;
    private final Map<String, ThreadPoolExecutor> threads = new ConcurrentHashMap<>();
    private final AtomicLong turns = new AtomicLong();
    private volatile boolean stopping;

    public Senders(CamelContext context, InFlight inFlight, int maxInFlight) {
        this.producer = context.createProducerTemplate();
        this.inFlight = inFlight;
        this.maxInFlight = maxInFlight;
    }

    /** Hands an attempt on; returns at once. */
    public void send(Attempt attempt) {
        threads.computeIfAbsent(attempt.getAppId(), this::newThreads).execute(new Turn(attempt, turns.incrementAndGet()));
    }

    private ThreadPoolExecutor newThreads(String appId) {
        AtomicLong number = new AtomicLong();
        return new ThreadPoolExecutor(maxInFlight, maxInFlight, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(),
                task -> new Thread(task, "send-" + appId + "-" + number.incrementAndGet()));
    }

    /** An attempt that waits for a thread: the higher lane first, then the one that came first. */
    private final class Turn implements Runnable, Comparable<Turn> {

        private final Attempt attempt;
        private final long number;

        Turn(Attempt attempt, long number) {
            this.attempt = attempt;
            this.number = number;
        }

        @Override
        public void run() {
            Senders.this.run(attempt);
        }

        @Override
        public int compareTo(Turn other) {
            return ORDER.compare(this, other);
        }
    }

    /** Gives back what has not had its turn yet. */
    public void giveBack(String appId) {
        ThreadPoolExecutor pool = threads.get(appId);
        if (pool != null) {
            List<Runnable> waiting = new ArrayList<>();
            pool.getQueue().drainTo(waiting);
            waiting.forEach(turn -> inFlight.end(((Turn) turn).attempt, new Ending.Released()));
        }
    }

    private void run(Attempt attempt) {
        if (stopping || attempt.isTooLate()) {
            inFlight.end(attempt, new Ending.Released());
            return;
        }
        inFlight.begin(attempt);
        Exchange exchange = null;
        try {
            exchange = producer.send(ROUTE, one -> one.setVariable(Attempt.VARIABLE, attempt));
        } finally {
            Exception failure = exchange == null ? null : exchange.getException();
            if (failure != null) {
                // The message may carry a URL with the token; the class says enough.
                LOG.warn("Notification {} of {} did not get through send-notification: {}", attempt.getNotificationId(), attempt.getAppId(),
                        failure instanceof PostRefused ? failure.getMessage() : failure.getClass().getName());
            }
            inFlight.end(attempt, stopping ? new Ending.Released()
                    : new Ending.NeverPosted(failure == null ? "route_ended_without_post" : failure.getClass().getSimpleName()));
        }
    }

    /** What has not begun is given back from now on. */
    public void stop() {
        stopping = true;
    }

    /** Ends the threads; to be called when nothing is in flight, or nobody waits for it any more. */
    public void close() {
        List.copyOf(threads.values()).forEach(pool -> {
            pool.shutdownNow();
            try {
                pool.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
