package io.minipush.web;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.intake.Acceptance;
import io.minipush.intake.Collected;
import io.minipush.intake.Rejection;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Utc;
import io.minipush.token.TokenHealth;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;

/** The last steps behind each verb: what the caller gets to see, in the words of the contract. Any thread. */
public final class Answers {

    static final List<String> NOTIFICATION = List.of("id", "app_id", "state", "evidence", "reference", "touser", "template_id",
            "channel", "attempts", "errcode", "reason", "msgid", "push", "push_reason", "created_at", "updated_at", "sent_at");
    /** Numbers that do not fit what many programs take a JSON number for. */
    private static final Set<String> AS_TEXT = Set.of("msgid");

    private final DatabaseClock clock;

    public Answers(DatabaseClock clock) {
        this.clock = clock;
    }

    /** 202: everything is committed. */
    public void accepted(@Variable("acceptance") Acceptance acceptance, @Variable("request") DoorRequest request, Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        if (acceptance.list()) {
            answer(message, 202, list(acceptance));
        } else {
            answer(message, 202, single(acceptance));
            message.setHeader("Location", "/v1/notifications/" + acceptance.id());
        }
        tellHow(acceptance, request, exchange);
    }

    /** 200: the producer waited, and it has come to an end. */
    public void settled(@Variable("acceptance") Acceptance acceptance, @Variable("request") DoorRequest request, Exchange exchange) {
        notification(row(exchange.getMessage()), request, exchange);
        exchange.getMessage().setHeader("Location", "/v1/notifications/" + acceptance.id());
        tellHow(acceptance, request, exchange);
    }

    private static void tellHow(Acceptance acceptance, DoorRequest request, Exchange exchange) {
        Message message = exchange.getMessage();
        if (acceptance.replayed()) {
            message.setHeader("Idempotency-Replayed", "true");
        }
        Waiters.Outcome wait = exchange.getVariable("wait", Waiters.Outcome.class);
        if (wait != null && wait != Waiters.Outcome.NO_PLACE) {
            message.setHeader("Preference-Applied", "wait=" + request.patience().map(Duration::toSeconds).orElseThrow());
        }
    }

    private static ObjectNode single(Acceptance acceptance) {
        return JsonNodeFactory.instance.objectNode()
                .put("id", acceptance.id())
                .put("state", "accepted")
                .put("app_id", acceptance.appId())
                .put("reference", acceptance.reference())
                .put("created_at", acceptance.createdAt().toString());
    }

    private static ObjectNode list(Acceptance acceptance) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("accepted", acceptance.accepted());
        answer.set("rejected", rejected(acceptance.rejections()));
        ArrayNode ids = answer.putArray("ids");
        acceptance.ids().forEach(ids::add);
        return answer;
    }

    private static ArrayNode rejected(List<Rejection> rejections) {
        ArrayNode rejected = JsonNodeFactory.instance.arrayNode();
        for (Rejection rejection : rejections) {
            rejected.addObject().put("index", rejection.index()).put("reason", rejection.reason())
                    .set("errors", Problem.errors(rejection.errors()));
        }
        return rejected;
    }

    public void collected(@Body Collected collected, Exchange exchange) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("stored", collected.stored()).put("duplicate", collected.duplicate());
        answer.set("rejected", rejected(collected.rejections()));
        answer(exchange.getMessage(), collected.stored() > 0 ? 201 : 200, answer);
    }

    public void subscribed(@Body Collected collected, Exchange exchange) {
        answer(exchange.getMessage(), collected.stored() > 0 ? 201 : 200, JsonNodeFactory.instance.objectNode()
                .put("stored", collected.stored()).put("duplicate", collected.duplicate()).put("revoked", collected.revoked()));
    }

    public void stock(@Body Map<String, Object> row, Exchange exchange) {
        answer(exchange.getMessage(), 200, JsonNodeFactory.instance.objectNode()
                .put("available", number(row.get("available")))
                .put("users", number(row.get("users")))
                .put("expiring_24h", number(row.get("expiring"))));
    }

    /** @throws Problem 404 if there is none, or none of an app that this gateway serves for this key */
    public void notification(@Body Map<String, Object> row, @Variable("request") DoorRequest request, Exchange exchange) {
        if (row == null || !request.apps().contains((String) row.get("app_id"))) {
            throw noSuchNotification();
        }
        answer(exchange.getMessage(), 200, fields(row, NOTIFICATION));
    }

    static Problem noSuchNotification() {
        return Problem.of(404, "there is no such notification");
    }

    public void token(@Body Map<String, Object> row, Exchange exchange) {
        if (row == null) {
            throw Problem.of(404, "this app has no access token: its platform does not want one");
        }
        TokenHealth health = TokenHealth.of(row, clock.instant());
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("state", health.word());
        answer.setAll(fields(row, List.of("fetched_at", "expires_at")));
        String error = Stream.of("last_errcode", "last_error").map(row::get).filter(Objects::nonNull).map(Object::toString)
                .collect(Collectors.joining(" "));
        answer.put("last_error", error.isEmpty() ? null : error);
        answer.setAll(fields(row, List.of("source", "foreign_refreshes")));
        answer(exchange.getMessage(), 200, answer);
    }

    static void answer(Message message, int status, JsonNode body) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, BodyFilter.JSON);
        message.setBody(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Message message) {
        return message.getBody(Map.class);
    }

    static ObjectNode fields(Map<String, Object> row, List<String> names) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            Object value = row.get(name);
            if (value == null) {
                fields.putNull(name);
            } else if (value instanceof Timestamp) {
                fields.put(name, Utc.instant(value).toString());
            } else if (value instanceof Number && !AS_TEXT.contains(name)) {
                fields.put(name, number(value));
            } else {
                fields.put(name, value.toString());
            }
        }
        return fields;
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

}
