package io.minipush.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** One user of one app, as the subscribe messages see him. */
final class Subscriber {
    final String openid;
    final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private long lastEventSecond;
    private final AtomicBoolean busy = new AtomicBoolean();

    Subscriber(String openid) {
        this.openid = openid;
    }

    Subscription to(String templateId) {
        return subscriptions.computeIfAbsent(templateId, Subscription::new);
    }

    /** The second of an event about this user's choice. No two of them share one, since a server may tell repeats by it: a real user
     *  does not tap twice in a second. */
    synchronized long nextEventSecond(long nowSecond) {
        lastEventSecond = Math.max(nowSecond, lastEventSecond + 1);
        return lastEventSecond;
    }

    /** The platform takes one message to a user at a time, and is done with it when its answer is out.
     *  @throws Refusal 43108 */
    void begin() {
        if (!busy.compareAndSet(false, true)) {
            throw new Refusal(43108);
        }
    }

    void end() {
        busy.set(false);
    }
}
