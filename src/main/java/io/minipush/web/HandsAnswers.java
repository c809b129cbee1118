package io.minipush.web;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.books.Books;
import io.minipush.hands.AppStatus;
import io.minipush.hands.BulkRetry;
import io.minipush.hands.Erasure;
import io.minipush.hands.NotificationSearch;
import io.minipush.notification.State;
import io.minipush.quota.QuotaCall;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** What operators get to see of their verbs, in the words of the contract. Any thread. */
public final class HandsAnswers {

    private static final List<String> APP = List.of("app_id", "created_at", "paused_at", "hold_until", "hold_errcode", "hold_reason");
    private static final List<String> WITHDRAWN = List.of("held_at", "errcode", "reason");
    private static final List<String> QUOTA = List.of("daily_limit", "used", "remain", "read_at");
    private static final List<String> DEED = List.of("at", "who", "action", "target", "detail");

    HandsAnswers() {
    }

    public void page(@Body NotificationSearch.Page page, Exchange exchange) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("notifications");
        page.rows().forEach(row -> list.add(Answers.fields(row, Answers.NOTIFICATION)));
        answer.put("next_cursor", page.next() == null ? null : Query.cursor(page.next()));
        Answers.answer(exchange.getMessage(), 200, answer);
    }

    /** @param page how many rows were asked for: one more than are shown */
    public void audit(@Body List<Map<String, Object>> rows, @Variable("page") Map<String, Object> page, Exchange exchange) {
        int limit = (int) page.get("n") - 1;
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode deeds = answer.putArray("deeds");
        rows.stream().limit(limit).forEach(row -> deeds.add(Answers.fields(row, DEED)));
        answer.put("next_cursor", rows.size() > limit ? Query.cursor(rows.get(limit - 1).get("id").toString()) : null);
        Answers.answer(exchange.getMessage(), 200, answer);
    }

    public void retried(@Variable("bulk") BulkRetry bulk, Exchange exchange) {
        Answers.answer(exchange.getMessage(), 200, JsonNodeFactory.instance.objectNode().put("retried", bulk.retried()));
    }

    public void erased(@Variable("erasure") Erasure erasure, Exchange exchange) {
        Answers.answer(exchange.getMessage(), 200, JsonNodeFactory.instance.objectNode()
                .put("credits", erasure.credits()).put("notifications", erasure.removed())
                .put("cancelled", erasure.cancelled()).put("under_way", erasure.underWay()));
    }

    public void apps(@Body List<AppStatus.Status> apps, Exchange exchange) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("apps");
        apps.forEach(app -> list.add(status(app)));
        Answers.answer(exchange.getMessage(), 200, answer);
    }

    public void app(@Body List<AppStatus.Status> apps, Exchange exchange) {
        Answers.answer(exchange.getMessage(), 200, status(apps.get(0)));
    }

    private static ObjectNode status(AppStatus.Status status) {
        ObjectNode app = Answers.fields(status.row(), APP);
        ArrayNode templates = app.putArray("held_templates");
        status.heldTemplates().forEach(templates::add);
        ArrayNode withdrawn = app.putArray("withdrawn_channels");
        status.withdrawn().forEach((channel, hold) -> withdrawn.addObject().put("channel", channel.word()).setAll(Answers.fields(hold, WITHDRAWN)));
        app.put("daily_budget", status.app().dailyBudget());
        app.put("quota_used", status.quotaUsed());
        if (status.app().ratePerSecond().isPresent()) {
            app.put("rate_per_second", status.app().ratePerSecond().getAsInt());
        } else {
            app.putNull("rate_per_second");
        }
        ArrayNode quotas = app.putArray("platform_quota");
        for (Map<String, Object> row : status.platformQuota()) {
            QuotaCall.ofPath((String) row.get("cgi_path")).ifPresent(call -> quotas.addObject().put("api", call.word())
                    .setAll(Answers.fields(row, QUOTA)));
        }
        return app;
    }

    public void reach(@Body Map<String, Long> available, Exchange exchange) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode()
                .put("asked", available.size())
                .put("reachable", available.values().stream().filter(uses -> uses > 0).count());
        ObjectNode users = answer.putObject("users");
        available.forEach(users::put);
        Answers.answer(exchange.getMessage(), 200, answer);
    }

    public void books(@Body List<Books> all, @Variable("request") DoorRequest request, Exchange exchange) {
        Books books = all.stream().filter(one -> one.appId().equals(request.appId())).findFirst()
                .orElseThrow(() -> Problem.of(404, "this gateway does not serve such an app"));
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("app_id", books.appId());
        ObjectNode messages = answer.putObject("notifications").put("taken_in", books.takenIn()).put("archived", books.archived());
        for (State state : State.values()) {
            messages.put(state.word(), books.notifications().get(state));
        }
        messages.put("difference", books.difference());
        answer.putObject("credits")
                .put("collected", books.collected()).put("free", books.free()).put("tied", books.tied()).put("used", books.used())
                .put("refused", books.refused()).put("expired", books.expired()).put("difference", books.creditDifference());
        Answers.answer(exchange.getMessage(), 200, answer);
    }
}
