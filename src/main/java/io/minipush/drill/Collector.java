package io.minipush.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.minipush.simulator.FormKind;
import io.minipush.simulator.SimulatedPlatform;

/**
 * Plays the mini program: users submit forms on the platform, and what they get is handed to the gateway.
 *
 * <p>Safe for use by several threads.
 */
final class Collector {

    /** An id that the platform issued. */
    record Issued(String formId, String openid, FormKind kind) {
    }

    private final CarefulClient client;
    private final SimulatedPlatform platform;
    private final String app;
    private final List<Cast.Submit> submits;
    /** Small enough that formIds keep coming in all through the drill. */
    private final int list;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();
    private final List<Issued> collected = Collections.synchronizedList(new ArrayList<>());
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    Collector(CarefulClient client, SimulatedPlatform platform, String app, Cast cast) {
        this.client = client;
        this.platform = platform;
        this.app = app;
        this.submits = cast.submits();
        this.list = Math.max(1, Math.min(500, submits.size() / 40));
    }

    /** Users submit and the gateway collects, until this share of all submits is done. */
    void collect(double share) throws InterruptedException {
        collect((int) (share * submits.size()), new Tempo(0, Duration.ZERO));
    }

    /** All that is left, in the tempo of the messages that need it. */
    void collectRest(Tempo tempo) throws InterruptedException {
        collect(submits.size(), tempo);
    }

    private void collect(int upTo, Tempo tempo) throws InterruptedException {
        while (next.get() < upTo) {
            int from = next.getAndAdd(list);
            if (from >= submits.size()) {
                return;
            }
            tempo.await(from, submits.size());
            List<Issued> ids = new ArrayList<>();
            for (Cast.Submit submit : submits.subList(from, Math.min(from + list, submits.size()))) {
                String id = platform.issueForms(app, List.of(submit.openid()), 1, submit.kind(), Duration.ZERO).get(0).formId();
                ids.add(new Issued(id, submit.openid(), submit.kind()));
            }
            ids.forEach(id -> issued.put(id.formId(), id));
            CarefulClient.Answer answer = hand(ids);
            if (answer.status() / 100 != 2 || !answer.body().path("rejected").isEmpty()) {
                complaints.add("good formIds were answered " + answer.status() + " " + answer.body());
            }
            collected.addAll(ids);
        }
    }

    /** Hands random ids in again, used ones too, until it is interrupted. None of them may count as new. */
    void recollect(SplittableRandom random) throws InterruptedException {
        while (true) {
            List<Issued> again = new ArrayList<>();
            synchronized (collected) {
                for (int i = 0; i < 20 && !collected.isEmpty(); i++) {
                    again.add(collected.get(random.nextInt(collected.size())));
                }
            }
            if (!again.isEmpty()) {
                CarefulClient.Answer answer = hand(again);
                if (answer.body().path("stored").asInt() > 0) {
                    complaints.add("formIds that were collected before counted as new: " + answer.body());
                }
            }
            Thread.sleep(100);
        }
    }

    private CarefulClient.Answer hand(List<Issued> ids) throws InterruptedException {
        ArrayNode body = CarefulClient.JSON.createArrayNode();
        for (Issued id : ids) {
            body.addObject().put("openid", id.openid()).put("form_id", id.formId()).put("kind", id.kind().name().toLowerCase(java.util.Locale.ROOT));
        }
        return client.post("/v1/apps/" + app + "/form-ids", "application/json", body.toString());
    }

    int submits() {
        return submits.size();
    }

    /** All ids that the platform has issued, by id. */
    Map<String, Issued> issued() {
        return issued;
    }

    /** Answers that no mini program should get. */
    List<String> complaints() {
        return complaints;
    }
}
