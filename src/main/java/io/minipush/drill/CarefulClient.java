package io.minipush.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Calls the API of any of the nodes as a careful producer does: what got no answer, or one that says "later", is repeated, at
 * another node perhaps, until there is an answer that counts.
 *
 * <p>Safe for use by many threads.
 */
public final class CarefulClient {

    /** An answer that counts: its status is below 500 and not 429. */
    public record Answer(int status, JsonNode body, boolean replayed) {
    }

    /** For all JSON of drills and benchmarks. */
    public static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final List<URI> nodes;
    private final String key;
    private final LongAdder repeats = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    /** @param key what the nodes know as {@code MINIPUSH_API_KEY} */
    public CarefulClient(List<URI> nodes, String key) {
        this.nodes = List.copyOf(nodes);
        this.key = key;
    }

    public Answer get(String path) throws InterruptedException {
        return insist(path, request().GET());
    }

    public Answer post(String path, String type, String body) throws InterruptedException {
        return insist(path, request().header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A POST that may be repeated without harm. */
    public Answer post(String path, String type, String body, String idempotencyKey) throws InterruptedException {
        return insist(path, request().header("Content-Type", type).header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** How many calls had to be repeated so far. */
    public long repeats() {
        return repeats.sum();
    }

    /** How many of these because of an answer that said "later" or "fault". */
    public long refusals() {
        return refusals.sum();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder().timeout(Duration.ofSeconds(10)).header("Authorization", "Bearer " + key);
    }

    private Answer insist(String path, HttpRequest.Builder request) throws InterruptedException {
        for (int tries = 1;; tries++) {
            URI node = nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
            try {
                HttpResponse<String> response = http.send(request.copy().uri(node.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() < 500 && response.statusCode() != 429) {
                    return new Answer(response.statusCode(), JSON.readTree(response.body()),
                            response.headers().firstValue("Idempotency-Replayed").isPresent());
                }
                refusals.increment();
            } catch (IOException e) {
                // dead, dying, frozen or not up yet: the answer is unknown, as with a 503
            }
            repeats.increment();
            Thread.sleep(Math.min(50L * tries, 500));
        }
    }
}
