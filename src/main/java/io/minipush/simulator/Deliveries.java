package io.minipush.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.camel.util.concurrent.CamelThreadFactory;

/** Lets answers out: at once, after the latency, or when they are released. No thread ever waits for one. */
final class Deliveries implements AutoCloseable {
    private record Held(Api api, Runnable delivery) {
    }

    private final ScheduledThreadPoolExecutor timer;
    private final Set<Api> paused = EnumSet.noneOf(Api.class);
    private final List<Held> held = new ArrayList<>();
    /** Lets an answer pass without the lock while nothing is paused. */
    private volatile boolean anyPaused;

    Deliveries() {
        timer = new ScheduledThreadPoolExecutor(1, new CamelThreadFactory("#name#", "simulator-latency", true));
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Delivers after the delay, and not while the api is paused. */
    void deliver(Api api, Duration delay, Runnable delivery) {
        if (delay.isZero()) {
            deliverOrHold(api, delivery);
        } else {
            later(delay, () -> deliverOrHold(api, delivery));
        }
    }

    /** Runs after the delay, paused or not. */
    void later(Duration delay, Runnable delivery) {
        try {
            timer.schedule(delivery, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the simulator is closing, which cuts the connection anyway
        }
    }

    private void deliverOrHold(Api api, Runnable delivery) {
        if (anyPaused) {
            synchronized (this) {
                if (paused.contains(api)) {
                    held.add(new Held(api, delivery));
                    return;
                }
            }
        }
        delivery.run();
    }

    /** @param api null for every one */
    synchronized void pause(Api api) {
        paused.addAll(chosen(api));
        anyPaused = true;
    }

    /** @param api null for every one
     *  @return how many answers were let go */
    int release(Api api) {
        List<Held> free = new ArrayList<>();
        synchronized (this) {
            Set<Api> chosen = chosen(api);
            paused.removeAll(chosen);
            anyPaused = !paused.isEmpty();
            held.removeIf(h -> chosen.contains(h.api) && free.add(h));
        }
        free.forEach(h -> h.delivery.run());
        return free.size();
    }

    synchronized int held() {
        return held.size();
    }

    private static Set<Api> chosen(Api api) {
        return api == null ? EnumSet.allOf(Api.class) : EnumSet.of(api);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
