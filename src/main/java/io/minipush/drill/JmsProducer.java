package io.minipush.drill;

import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.jms.Queues;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;

/**
 * Hands messages to the JMS door, one by one and in lists, each JMS message with an idempotency key and sent again until the
 * broker has it; now and then also when it has. What became of them it asks the API, by their references. One thread.
 */
final class JmsProducer {

    private static final int LARGEST_LIST = 20;

    private final String url;
    private final CarefulClient client;
    private final String app;
    private final List<Cast.Message> messages;
    private final long seed;
    private final Tempo tempo;
    private final Handed handed;

    JmsProducer(String url, CarefulClient client, String app, List<Cast.Message> messages, long seed, Tempo tempo, Handed handed) {
        this.url = url;
        this.client = client;
        this.app = app;
        this.messages = messages;
        this.seed = seed;
        this.tempo = tempo;
        this.handed = handed;
    }

    /** Sends all, and returns when each has been taken in. */
    void feed() throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (JmsSession session = new JmsSession(url)) {
            for (int from = 0; from < messages.size();) {
                tempo.await(from, messages.size());
                int size = random.nextInt(10) < 7 ? 1 : random.nextInt(2, LARGEST_LIST + 1);
                List<Cast.Message> batch = messages.subList(from, Math.min(messages.size(), from + size));
                for (int i = random.nextInt(20) == 0 ? 2 : 1; i > 0; i--) {
                    session.insist(context -> send(context, batch));
                }
                from += batch.size();
            }
        }
        for (Cast.Message message : messages) {
            handed.accepted(message.marker(), id(message.marker()));
        }
    }

    private Void send(JMSContext context, List<Cast.Message> batch) throws Exception {
        TextMessage message = context.createTextMessage(batch.size() == 1 ? batch.get(0).json().toString()
                : batch.stream().map(one -> one.json().toString()).toList().toString());
        message.setStringProperty("app_id", app);
        message.setStringProperty("idempotency_key", "jms-" + seed + "-" + batch.get(0).marker());
        context.createProducer().send(context.createQueue(Queues.NOTIFICATIONS), message);
        return null;
    }

    private String id(String marker) throws InterruptedException {
        while (true) {
            JsonNode found = client.get("/v1/apps/" + app + "/notifications?reference=" + marker).body().path("notifications");
            if (found.size() > 1) {
                handed.complain(marker + " was taken in " + found.size() + " times");
            }
            if (!found.isEmpty()) {
                return found.get(0).path("id").asText();
            }
            Thread.sleep(50);
        }
    }
}
