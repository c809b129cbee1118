package io.minipush.drill;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.minipush.jms.Queues;
import jakarta.jms.Message;

/** Hears what the gateways tell on the queue of outcomes, and on that of messages which were put aside. */
final class JmsListener {

    private static final int PATIENCE_MILLIS = 200;

    private final String url;
    private final Handed handed;
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final LongAdder heard = new LongAdder();

    JmsListener(String url, Handed handed) {
        this.url = url;
        this.handed = handed;
    }

    /** Until the thread is interrupted. */
    void listen() throws Exception {
        try (JmsSession session = new JmsSession(url)) {
            while (!Thread.currentThread().isInterrupted()) {
                session.insist(context -> {
                    try (var outcomes = context.createConsumer(context.createQueue(Queues.OUTCOMES));
                            var invalid = context.createConsumer(context.createQueue(Queues.INVALID))) {
                        while (!Thread.currentThread().isInterrupted()) {
                            take(outcomes.receive(PATIENCE_MILLIS));
                            Message refused = invalid.receiveNoWait();
                            if (refused != null) {
                                handed.complain("a good message was put aside: " + refused.getStringProperty("reason") + " " + refused.getStringProperty("detail"));
                            }
                        }
                    }
                    return null;
                });
            }
        }
    }

    private void take(Message message) throws Exception {
        if (message != null) {
            var outcome = CarefulClient.JSON.readTree(message.getBody(String.class));
            heard.increment();
            states.put(outcome.path("id").asText(), outcome.path("state").asText());
        }
    }

    /** How often something was told, and of how many notifications. */
    String summary() {
        return heard.sum() + " told of " + states.size() + " notifications";
    }

    /** Whether the end of each of these was told. */
    boolean hasHeard(Set<String> ids) {
        return states.keySet().containsAll(ids);
    }

    /** Those whose end was not told. */
    Set<String> missing(Set<String> ids) {
        Set<String> missing = new TreeSet<>(ids);
        missing.removeAll(states.keySet());
        return missing;
    }
}
