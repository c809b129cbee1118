package io.minipush.web;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.minipush.access.Key;
import io.minipush.credit.Purse;
import io.minipush.intake.Acceptance;
import io.minipush.intake.FormIdSubmission;
import io.minipush.intake.Submission;
import io.minipush.intake.Subscriptions;
import io.minipush.intake.SubscriptionsReader;
import io.minipush.json.NotJson;
import io.minipush.json.StrictJson;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;

/** The first steps behind each verb: what of the request goes on, and in which shape. Any thread. */
public final class Door {

    private static final Duration SOON = Duration.ofHours(24);

    private final Set<String> apps;
    private final DatabaseClock clock;
    private final Duration margin;
    private final Waiters waiters;

    /** @param margin in this last part of a credit's life it is no longer reserved */
    public Door(Set<String> apps, DatabaseClock clock, Duration margin, Waiters waiters) {
        this.apps = apps;
        this.clock = clock;
        this.margin = margin;
        this.waiters = waiters;
    }

    /**
     * Takes from the message what the contract names and wipes the rest off, so that no header steers a later step.
     *
     * @throws Problem 404 if the path names an app that this gateway does not serve, or not for this key: nobody learns which of the two
     */
    public void enter(Exchange exchange) {
        Message message = exchange.getMessage();
        String app = text(message, "appid");
        Set<String> served = served(Caller.key(message));
        if (app != null && !served.contains(app)) {
            throw Problem.of(404, "this gateway does not serve such an app");
        }
        byte[] body = message.getBody() instanceof byte[] bytes ? bytes : new byte[0];
        DoorRequest request = new DoorRequest(app, served, text(message, "id"), text(message, "template_id"), text(message, "openid"),
                Caller.query(message), Caller.name(message, text(message, "Minipush-Operator")),
                String.valueOf(text(message, Exchange.CONTENT_TYPE)).split(";")[0].strip(),
                Optional.ofNullable(text(message, "Idempotency-Key")), Prefer.wait(text(message, "Prefer")), body);
        message.removeHeaders("*");
        message.setBody(null);
        exchange.setVariable("request", request);
    }

    private Set<String> served(Key key) {
        return key.apps().isEmpty() ? apps : apps.stream().filter(key::serves).collect(Collectors.toUnmodifiableSet());
    }

    /** A header or parameter given several times means nothing. */
    private static String text(Message message, String name) {
        Object value = message.getHeader(name);
        if (value != null && !(value instanceof String)) {
            throw Problem.of(400, name + " is given more than once");
        }
        return (String) value;
    }

    public Submission notifications(@Variable("request") DoorRequest request) throws NotJson {
        return request.mediaType().equalsIgnoreCase(BodyFilter.NDJSON)
                ? Submission.ndjson(request.appId(), request.body(), request.key())
                : Submission.json(request.appId(), request.body(), request.key());
    }

    public FormIdSubmission formIds(@Variable("request") DoorRequest request) throws NotJson {
        if (request.mediaType().equalsIgnoreCase(BodyFilter.NDJSON)) {
            throw Problem.of(415, "formIds come as " + BodyFilter.JSON);
        }
        return FormIdSubmission.json(request.appId(), request.body());
    }

    public Subscriptions subscriptions(@Variable("request") DoorRequest request) throws NotJson {
        if (request.mediaType().equalsIgnoreCase(BodyFilter.NDJSON)) {
            throw Problem.of(415, "subscriptions come as " + BodyFilter.JSON);
        }
        return SubscriptionsReader.read(request.appId(), StrictJson.read(request.body()), clock.instant());
    }

    /** Holds the request as long as the producer prefers; the answer stands in the variable {@code wait}. */
    public void await(@Variable("request") DoorRequest request, @Variable("acceptance") Acceptance acceptance, Exchange exchange)
            throws InterruptedException {
        if (request.patience().isPresent() && !acceptance.list()) {
            exchange.setVariable("wait", waiters.await(acceptance.id(), request.patience().get()));
        }
    }

    public Map<String, Object> app(@Variable("request") DoorRequest request) {
        return Map.of("app", request.appId());
    }

    /** Which stock is asked for, at which time: {@code purse} or {@code first} and {@code after} are there as far as it is less than the app's. */
    public Map<String, Object> stock(@Variable("request") DoorRequest request) {
        Query query = new Query(request.query());
        Optional<String> openid = query.id("openid");
        Optional<String> template = query.id("template_id");
        query.check();
        LocalDateTime now = clock.now();
        Map<String, Object> asked = new HashMap<>(Map.of("app", request.appId(), "now", now,
                "reserve_until", now.plus(margin), "soon", now.plus(SOON)));
        if (openid.isPresent()) {
            asked.put("purse", template.map(id -> Purse.of(openid.get(), id)).orElseGet(() -> Purse.of(openid.get())));
        } else if (template.isPresent()) {
            asked.put("first", Purse.firstOf(template.get()));
            asked.put("after", Purse.after(template.get()));
        }
        return asked;
    }

    /** The notification of the path. */
    public Map<String, Object> notification(@Variable("request") DoorRequest request) {
        if (!request.id().matches("[0-9A-Za-z]{26}")) {
            throw Answers.noSuchNotification();
        }
        return Map.of("id", request.id());
    }

    /** The notification that was just accepted. */
    public Map<String, Object> acceptedNotification(@Variable("acceptance") Acceptance acceptance) {
        return Map.of("id", acceptance.id());
    }
}
