package io.minipush.routes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.minipush.intake.FormIdSubmission;
import io.minipush.intake.KeyedItems;
import io.minipush.intake.Submission;
import io.minipush.intake.Subscriptions;
import io.minipush.json.NotJson;
import io.minipush.json.StrictJson;

/** What a rehearsal hands in, one after the other. Immutable. */
final class DoorScenes {

    // The channel is named since the templates of the other one are asked for on the platform.
    private static final String GOOD = "{\"channel\":\"template\",\"touser\":\"o-rehearsal\",\"template_id\":\"rehearsal\",\"data\":{\"keyword1\":{\"value\":\"1\"}},\"reference\":\"r\"}";
    private static final String BAD = "{\"channel\":\"template\",\"touser\":\"o-rehearsal\"}";

    private final String app;
    private final List<Scene> scenes;

    /** One call of a route. */
    record Scene(String words, String entry, Supplier<Object> input) {
    }

    DoorScenes(String app) {
        this.app = app;
        String accept = "direct:accept-notification";
        String items = "direct:accept-items";
        String formIds = "direct:collect-form-ids";
        this.scenes = List.of(
                new Scene("a notification", accept, () -> submission(GOOD, null)),
                new Scene("a notification that is not good", accept, () -> submission(BAD, null)),
                new Scene("a list with a bad item", accept, () -> submission("[" + GOOD + "," + BAD + "]", null)),
                new Scene("a notification with an idempotency key", accept, () -> submission(GOOD, "key-1")),
                new Scene("the same again", accept, () -> submission(GOOD, "key-1")),
                new Scene("the same key with something else", accept, () -> submission(GOOD.replace("\"r\"", "\"other\""), "key-1")),
                new Scene("lines of a file", items, () -> lines(GOOD, BAD, GOOD.replace("\"r\"", "\"second\""))),
                new Scene("the same lines again and another", items, () -> lines(GOOD, BAD, GOOD.replace("\"r\"", "\"second\""), GOOD.replace("\"r\"", "\"third\""))),
                new Scene("formIds with a bad one", formIds, () -> formIds("[{\"openid\":\"o-rehearsal\",\"form_id\":\"f-1\"},{\"openid\":\"o-2\",\"form_id\":\"f-2\",\"kind\":\"prepay\"},"
                        + "{\"openid\":\"o-rehearsal\"}]")),
                new Scene("one of the formIds again", formIds, () -> formIds("{\"openid\":\"o-rehearsal\",\"form_id\":\"f-1\"}")),
                new Scene("a formId with a login code", formIds, () -> formIds("{\"code\":\"c-1\",\"form_id\":\"f-3\"}")),
                new Scene("an answer to a request for subscriptions", "direct:collect-subscriptions",
                        () -> new Subscriptions(app, "o-rehearsal", null, List.of("t-1", "t-2"), List.of(), "event-1", Instant.now())),
                new Scene("a later answer that revokes one", "direct:collect-subscriptions",
                        () -> new Subscriptions(app, "o-rehearsal", null, List.of(), List.of("t-1"), "event-2", Instant.now().plusSeconds(1))));
    }

    List<Scene> all() {
        return scenes;
    }

    /** Where their routes begin. */
    Set<String> entries() {
        return scenes.stream().map(Scene::entry).collect(Collectors.toSet());
    }

    private Submission submission(String json, String key) {
        try {
            return Submission.json(app, json.getBytes(StandardCharsets.UTF_8), Optional.ofNullable(key));
        } catch (NotJson e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyedItems lines(String... lines) {
        return new KeyedItems(app, IntStream.range(0, lines.length).mapToObj(i -> {
            try {
                return new KeyedItems.KeyedItem(Submission.Item.of(StrictJson.read(lines[i].getBytes(StandardCharsets.UTF_8))), "line-" + i);
            } catch (NotJson e) {
                throw new IllegalStateException(e);
            }
        }).toList());
    }

    private FormIdSubmission formIds(String json) {
        try {
            return FormIdSubmission.json(app, json.getBytes(StandardCharsets.UTF_8));
        } catch (NotJson e) {
            throw new IllegalStateException(e);
        }
    }
}
