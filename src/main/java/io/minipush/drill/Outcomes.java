package io.minipush.drill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** Asks the API about notifications, again and again where they have not come to an end. */
final class Outcomes {

    private static final Set<String> ENDS = Set.of("sent", "failed", "expired", "cancelled", "uncertain");
    private static final int THREADS = 4;

    private final CarefulClient client;
    private final Map<String, Evidence.Outcome> known = new HashMap<>();
    private final List<String> open;

    Outcomes(CarefulClient client, Collection<String> ids) {
        this.client = client;
        this.open = new ArrayList<>(ids);
    }

    /**
     * Asks about those that are not known to have ended.
     *
     * @return how many of all ids are in each state now; what the API does not know counts as "unknown"
     */
    Map<String, Integer> look() {
        List<CompletableFuture<Map<String, Evidence.Outcome>>> parts = new ArrayList<>();
        int size = (open.size() + THREADS - 1) / THREADS;
        for (int from = 0; from < open.size(); from += size) {
            List<String> part = List.copyOf(open.subList(from, Math.min(from + size, open.size())));
            parts.add(CompletableFuture.supplyAsync(() -> ask(part), Drill.THREADS));
        }
        parts.forEach(part -> known.putAll(part.join()));
        open.removeIf(id -> known.get(id) != null && ENDS.contains(known.get(id).state()));
        Map<String, Integer> states = new TreeMap<>();
        known.values().forEach(outcome -> states.merge(outcome == null ? "unknown" : outcome.state(), 1, Integer::sum));
        return states;
    }

    private Map<String, Evidence.Outcome> ask(List<String> ids) {
        Map<String, Evidence.Outcome> answers = new HashMap<>();
        try {
            for (String id : ids) {
                CarefulClient.Answer answer = client.get("/v1/notifications/" + id);
                answers.put(id, answer.status() == 200 ? outcome(answer.body()) : null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }

    private static Evidence.Outcome outcome(JsonNode json) {
        return new Evidence.Outcome(json.path("state").asText(), json.path("evidence").asText(null),
                json.hasNonNull("errcode") ? json.path("errcode").asInt() : null, json.path("reason").asText(null));
    }

    /** Asks once more about those that were uncertain: the platform may have told by itself what became of one. */
    void lookAtUncertain() {
        known.forEach((id, outcome) -> {
            if (outcome != null && outcome.state().equals("uncertain")) {
                open.add(id);
            }
        });
        look();
    }

    /** Those that are known to have ended, uncertain ones too. */
    Set<String> ended() {
        return known.entrySet().stream().filter(one -> one.getValue() != null && ENDS.contains(one.getValue().state())).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What is known of each id; null for one that the API does not know. */
    Map<String, Evidence.Outcome> known() {
        return known;
    }
}
