package io.minipush.dispatch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

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

    private final CamelContext context;
    private final ProducerTemplate producer;
    private final InFlight inFlight;
    private final int maxInFlight;
    private final Map<String, ExecutorService> threads = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    public Senders(CamelContext context, InFlight inFlight, int maxInFlight) {
        this.context = context;
        this.producer = context.createProducerTemplate();
        this.inFlight = inFlight;
        this.maxInFlight = maxInFlight;
    }

    /** Hands an attempt on; returns at once. */
    public void send(Attempt attempt) {
        threads.computeIfAbsent(attempt.getAppId(), this::newThreads).execute(() -> run(attempt));
    }

    private ExecutorService newThreads(String appId) {
        return context.getExecutorServiceManager().newFixedThreadPool(this, "send-" + appId, maxInFlight);
    }

    private void run(Attempt attempt) {
        if (stopping) {
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
