package io.minipush.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which the send routes run: for each app as many as it may have posts at the same time. They own
 * nothing: an attempt whose thread fails is settled from what it did.
 *
 * <p>Subscribe messages to one user are posted one after the other, since the platform refuses them otherwise (43108).
 */
public final class Senders {

    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);

    private static final Comparator<Turn> ORDER = Comparator.<Turn, Lane>comparing(turn -> turn.attempt.notification().lane())
            .thenComparingLong(turn -> turn.number);

    private final ProducerTemplate producer;
    private final InFlight inFlight;
    private final int maxInFlight;
    private final Map<String, ThreadPoolExecutor> threads = new ConcurrentHashMap<>();
    private final OneByOne<Turn> users = new OneByOne<>(Comparator.naturalOrder());
    private final AtomicLong turns = new AtomicLong();
    private volatile boolean stopping;

    public Senders(CamelContext context, InFlight inFlight, int maxInFlight) {
        this.producer = context.createProducerTemplate();
        this.inFlight = inFlight;
        this.maxInFlight = maxInFlight;
    }

    /** Hands an attempt on; returns at once. */
    public void send(Attempt attempt) {
        Turn turn = new Turn(attempt, turns.incrementAndGet());
        if (turn.user != null) {
            users.add(turn.user, turn);
        }
        threadsOf(attempt.getAppId()).execute(turn);
    }

    private ThreadPoolExecutor threadsOf(String appId) {
        return threads.computeIfAbsent(appId, this::newThreads);
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
        /** Who must not get two posts at a time; null: it does not matter. */
        private final String user;

        Turn(Attempt attempt, long number) {
            this.attempt = attempt;
            this.number = number;
            this.user = attempt.notification().channel() == Channel.SUBSCRIBE ? attempt.getAppId() + " " + attempt.notification().touser() : null;
        }

        @Override
        public void run() {
            if (user == null) {
                Senders.this.run(attempt);
                return;
            }
            Turn first = users.begin(user);
            if (first != null) {
                try {
                    Senders.this.run(first.attempt);
                } finally {
                    Turn next = users.end(user);
                    if (next != null) {
                        comeAgainFor(next);
                    }
                }
            }
        }

        @Override
        public int compareTo(Turn other) {
            return ORDER.compare(this, other);
        }
    }

    /** Queues up where the turn was. At the end of this node there are no threads any more, and nobody waits for it. */
    private void comeAgainFor(Turn turn) {
        try {
            threadsOf(turn.attempt.getAppId()).execute(turn);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has no turn any more", turn.attempt);
        }
    }

    /**
     * Gives back what has not had its turn yet.
     *
     * @param meant which of the app's
     */
    public void giveBack(String appId, Predicate<ClaimedNotification> meant) {
        ThreadPoolExecutor pool = threads.get(appId);
        if (pool == null) {
            return;
        }
        giveBackUsers(turn -> turn.attempt.getAppId().equals(appId) && meant.test(turn.attempt.notification()));
        List<Runnable> waiting = new ArrayList<>();
        pool.getQueue().drainTo(waiting);
        for (Runnable one : waiting) {
            Turn turn = (Turn) one;
            if (turn.user == null && meant.test(turn.attempt.notification())) {
                inFlight.end(turn.attempt, new Ending.Released());
            } else {
                pool.execute(turn);
            }
        }
    }

    private void giveBackUsers(Predicate<Turn> meant) {
        users.remove(meant).forEach(turn -> inFlight.end(turn.attempt, new Ending.Released()));
    }

    private void run(Attempt attempt) {
        if (stopping || attempt.isTooLate()) {
            inFlight.end(attempt, new Ending.Released());
            return;
        }
        inFlight.begin(attempt);
        Exchange exchange = null;
        try {
            exchange = producer.send("direct:" + attempt.call().route().id(), one -> one.setVariable(Attempt.VARIABLE, attempt));
        } finally {
            Exception failure = exchange == null ? null : exchange.getException();
            if (failure != null) {
                // The message may carry a URL with the token; the class says enough.
                LOG.warn("Notification {} of {} did not get through {}: {}", attempt.getNotificationId(), attempt.getAppId(),
                        attempt.call().route().id(),
                        failure instanceof PostRefused ? failure.getMessage() : failure.getClass().getName());
            }
            inFlight.end(attempt, stopping ? new Ending.Released()
                    : new Ending.NeverPosted(failure == null ? "route_ended_without_post" : failure.getClass().getSimpleName()));
        }
    }

    /** What has not begun is given back from now on; what waits for another post to its user, at once. */
    public void stop() {
        stopping = true;
        giveBackUsers(turn -> true);
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
