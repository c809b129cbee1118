package io.minipush.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.minipush.dispatch.Settlement.Finished;

/**
 * What this node has claimed and not settled: how much more it may claim, and which tries run for too long.
 *
 * <p>An app may have {@code maxInFlight} tries running and twice as many waiting for their turn, so that no turn waits for a
 * claim. Of those whose post no repeat settles it may have {@code maxInFlight} in all: whatever has been claimed when a node dies
 * may have been posted, and no more than that must end {@code uncertain}. Thread-safe.
 */
public final class InFlight {

    private static final int AHEAD = 2;
    private static final int LEAST_RESERVE = 4;

    private final int maxInFlight;
    private final Predicate<ClaimedNotification> provable;
    private final Outcomes outcomes;
    private final Map<String, Integer> claimed = new ConcurrentHashMap<>();
    private final Map<String, Integer> unprovable = new ConcurrentHashMap<>();
    private final Map<String, Long> claimNumbers = new ConcurrentHashMap<>();
    private final Map<Attempt, Long> running = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();

    /** @param provable whether a repeat settles what a post of the notification leaves in doubt */
    public InFlight(int maxInFlight, Predicate<ClaimedNotification> provable, Outcomes outcomes) {
        this.maxInFlight = maxInFlight;
        this.provable = provable;
        this.outcomes = outcomes;
    }

    /**
     * How many more notifications may be claimed.
     *
     * @param most       at most so many; 0: none
     * @param urgentOnly whether they are kept for the highest lane, which must not wait until a campaign has made room
     */
    public record Places(int most, boolean urgentOnly) {
    }

    /** No handful of ordinary ones, since a claim costs what it costs; but urgent ones have a reserve. */
    public Places places(String appId) {
        int free = maxInFlight * (1 + AHEAD) - claimed.getOrDefault(appId, 0);
        if (!isHandful(free)) {
            return new Places(free, false);
        }
        return new Places(Math.max(0, free + Math.max(LEAST_RESERVE, maxInFlight / 4)), true);
    }

    /** How many of them may be such whose post no repeat settles: none ahead, and urgent ones have no reserve but the last places. */
    public Places unprovablePlaces(String appId) {
        int free = Math.max(0, maxInFlight - unprovable.getOrDefault(appId, 0));
        return new Places(free, isHandful(free));
    }

    private boolean isHandful(int places) {
        return places * 2 < maxInFlight;
    }

    public boolean isIdle(String appId) {
        return claimed.getOrDefault(appId, 0) == 0;
    }

    public int total() {
        return claimed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A claim was committed. */
    public void claimed(ClaimedNotification notification) {
        claimNumbers.put(notification.id(), notification.claimNo());
        count(notification, 1);
    }

    private void count(ClaimedNotification notification, int more) {
        claimed.merge(notification.appId(), more, Integer::sum);
        if (!provable.test(notification)) {
            unprovable.merge(notification.appId(), more, Integer::sum);
        }
    }

    /** Whether this node knows that it has the notification by this claim. */
    public boolean knows(String notificationId, long claimNo) {
        return Long.valueOf(claimNo).equals(claimNumbers.get(notificationId));
    }

    /** The outcome of one of them was committed, or its claim turned out to be lost. */
    public void settled(ClaimedNotification notification) {
        claimNumbers.remove(notification.id(), notification.claimNo());
        count(notification, -1);
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something was settled, at most {@code longest}. */
    public void awaitSettled(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            room.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** The route has an attempt from now on. */
    public void begin(Attempt attempt) {
        running.put(attempt, System.nanoTime());
    }

    /** The attempt is over, by its route or by somebody's patience: its outcome goes to be settled, once. */
    public void end(Attempt attempt, Ending otherwise) {
        running.remove(attempt);
        Ending ending = attempt.close(otherwise);
        if (ending != null) {
            outcomes.add(new Finished(attempt.notification(), ending, attempt.isProbe()));
        }
    }

    /** Ends what has been running for longer than {@code lease}. */
    public int endOverdue(Duration lease) {
        List<Attempt> overdue = new ArrayList<>();
        running.forEach((attempt, begun) -> {
            if (System.nanoTime() - begun > lease.toNanos()) {
                overdue.add(attempt);
            }
        });
        overdue.forEach(attempt -> end(attempt, new Ending.NeverPosted("overdue")));
        return overdue.size();
    }
}
