package io.minipush.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands messages to the REST door: one by one, in lists and as NDJSON lines, each request with an
 * idempotency key and repeated until it is answered. Now and then it repeats a request that was answered, as a producer does
 * that crashed before it noted the answer.
 *
 * <p>{@link #feed} may be called by several threads; each message is sent by one of them.
 */
final class Producer {

    private static final int LARGEST_LIST = 50;

    private final CarefulClient client;
    private final String path;
    private final List<Cast.Message> messages;
    private final long seed;
    private final Tempo tempo;
    private final AtomicInteger next = new AtomicInteger();
    private final Handed handed;

    Producer(CarefulClient client, String app, List<Cast.Message> messages, long seed, Tempo tempo, Handed handed) {
        this.client = client;
        this.path = "/v1/apps/" + app + "/notifications";
        this.messages = messages;
        this.handed = handed;
        this.seed = seed;
        this.tempo = tempo;
    }

    /** Sends until nothing is left. */
    void feed(int thread) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed + thread);
        while (next.get() < messages.size()) {
            int size = random.nextInt(10) < 6 ? 1 : random.nextInt(2, LARGEST_LIST + 1);
            int from = next.getAndAdd(size);
            if (from >= messages.size()) {
                return;
            }
            tempo.await(from, messages.size());
            send(messages.subList(from, Math.min(from + size, messages.size())), random);
        }
    }

    private void send(List<Cast.Message> batch, SplittableRandom random) throws InterruptedException {
        boolean lines = batch.size() > 1 && random.nextBoolean();
        String type = lines ? "application/x-ndjson" : "application/json";
        String body = batch.size() == 1 ? batch.get(0).json().toString()
                : lines ? String.join("\n", batch.stream().map(m -> m.json().toString()).toList())
                : batch.stream().map(m -> m.json().toString()).toList().toString();
        String key = seed + "-" + batch.get(0).marker();
        List<String> ids = ids(client.post(path, type, body, key), batch);
        for (int i = 0; i < ids.size(); i++) {
            handed.accepted(batch.get(i).marker(), ids.get(i));
        }
        if (!ids.isEmpty() && random.nextInt(20) == 0) {
            List<String> again = ids(client.post(path, type, body, key), batch);
            if (!again.equals(ids)) {
                handed.complain("a repeated request was given other ids: " + ids + ", then " + again);
            }
        }
    }

    private List<String> ids(CarefulClient.Answer answer, List<Cast.Message> batch) {
        List<String> ids = new ArrayList<>();
        if (answer.status() == 202 && batch.size() == 1) {
            ids.add(answer.body().path("id").asText(null));
        } else if (answer.status() == 202) {
            answer.body().path("ids").forEach(id -> ids.add(id.asText(null)));
        }
        if (ids.size() != batch.size() || ids.contains(null) || ids.contains("null")) {
            handed.complain("a good request was answered " + answer.status() + " " + answer.body());
            return List.of();
        }
        return ids;
    }
}
