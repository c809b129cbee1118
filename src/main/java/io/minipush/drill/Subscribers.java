package io.minipush.drill;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.SubscribeAnswer;
import io.minipush.simulator.SubscribeTemplate;
import io.minipush.simulator.push.Callback;
import io.minipush.simulator.push.EventKind;
import io.minipush.simulator.push.PushSettings;

/**
 * Plays the users who are asked for subscriptions. What one of them accepts is told to the gateway by the mini program, sometimes
 * again and again, or pushed by the platform, some of it twice; never by both, since nothing tells that they speak of the same. The results
 * of messages are pushed too.
 *
 * <p>One thread at a time.
 */
final class Subscribers implements AutoCloseable {

    private static final String TOKEN = "token-of-the-drill";
    private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final PushSettings RESULTS = PushSettings.REAL.only(EventKind.SENT).withTimeout(EventRelay.PATIENCE.plusSeconds(5)).withDuplicateRate(0.1);
    private static final PushSettings ANSWERS_AND_RESULTS = RESULTS.only(EventKind.POPUP, EventKind.SENT);
    /** One of so many answers is handed in once more, at once or later. */
    private static final int REPEATED = 4;

    private final CarefulClient client;
    private final SimulatedPlatform platform;
    private final String app;
    private final List<Cast.Acceptance> acceptances;
    private final SplittableRandom random;
    private final EventRelay relay;
    private final List<SubscribeAnswer> handed = new ArrayList<>();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private int next;

    /** @param nodes the APIs that the platform's events go to */
    Subscribers(CarefulClient client, List<URI> nodes, SimulatedPlatform platform, String app, Cast cast, long seed) throws IOException {
        this.client = client;
        this.platform = platform;
        this.app = app;
        this.acceptances = cast.acceptances();
        this.random = new SplittableRandom(seed);
        this.relay = new EventRelay(nodes);
        platform.events().callback(app, Callback.safe(relay.url(), TOKEN, AES_KEY));
        // A long-term template needs no acceptance, but a user who has been there.
        cast.messages().stream().filter(message -> message.kind().isSubscribe()).map(Cast.Message::openid).distinct()
                .forEach(user -> platform.issueCode(app, user));
    }

    /** What the gateways must know of the platform's console. */
    static Map<String, String> settings() {
        return Map.of("MINIPUSH_EVENT_TOKEN", TOKEN, "MINIPUSH_EVENT_AES_KEY", AES_KEY);
    }

    /** Returns when the gateway knows the templates: before, a long-term one would wait for an acceptance. */
    void awaitTemplates() throws InterruptedException {
        List<String> wanted = platform.subscriptions().templates(app).stream().map(SubscribeTemplate::priTmplId).toList();
        while (true) {
            String body = client.get("/v1/apps/" + app + "/templates").body().toString();
            if (wanted.stream().allMatch(body::contains)) {
                return;
            }
            Thread.sleep(200);
        }
    }

    /** Users accept, and the gateway is told, until this share of all acceptances is done. */
    void collect(double share) throws InterruptedException {
        collect((int) (share * acceptances.size()), new Tempo(0));
    }

    /** All that is left, in the tempo of the messages that need it. */
    void collectRest(Tempo tempo) throws InterruptedException {
        collect(acceptances.size(), tempo);
    }

    private void collect(int upTo, Tempo tempo) throws InterruptedException {
        for (; next < upTo; next++) {
            tempo.await(next, acceptances.size());
            ask(acceptances.get(next));
        }
    }

    private void ask(Cast.Acceptance acceptance) throws InterruptedException {
        boolean byPlatform = random.nextBoolean();
        platform.events().settings(byPlatform ? ANSWERS_AND_RESULTS : RESULTS);
        SubscribeAnswer answer = platform.subscriptions().accept(app, acceptance.openid(), acceptance.template());
        if (byPlatform) {
            return;
        }
        handed.add(answer);
        hand(answer, false);
        if (random.nextInt(REPEATED) == 0) {
            hand(handed.get(random.nextInt(handed.size())), true);
        }
    }

    private void hand(SubscribeAnswer answer, boolean again) throws InterruptedException {
        ObjectNode body = CarefulClient.JSON.createObjectNode().put("openid", answer.openid()).put("event_id", answer.eventId());
        answer.accepted().forEach(body.putArray("accepted")::add);
        CarefulClient.Answer reply = client.post("/v1/apps/" + app + "/subscriptions", "application/json", body.toString());
        int stored = reply.body().path("stored").asInt();
        int duplicate = reply.body().path("duplicate").asInt();
        // A first one that had to be repeated may be a duplicate, too.
        if (reply.status() / 100 != 2 || stored + duplicate != answer.accepted().size()) {
            complaints.add("what a user accepted was answered " + reply.status() + " " + reply.body());
        } else if (again && stored > 0) {
            complaints.add("what a user accepted counted again: " + reply.body());
        }
    }

    /** Whether nothing is on its way from the platform to a gateway. */
    boolean isAllTold() {
        return platform.events().report(app).pending() == 0;
    }

    /** Answers that no mini program should get, and events that found no gateway. */
    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        long lost = platform.events().report(app).givenUp();
        if (lost > 0) {
            all.add(lost + " event(s) were not taken by any node: " + platform.events().report(app).answers());
        }
        return all;
    }

    /** How the events were taken. */
    String summary() {
        return platform.events().report(app).events().entrySet().stream().map(one -> one.getValue() + " " + one.getKey()).sorted().collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        relay.close();
    }
}
