package io.minipush.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.access.Key;
import io.minipush.access.Role;
import io.minipush.storage.Utc;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** {@code GET /status.json}: the apps of the caller's key, and why their messages do not leave. No openid, formId, token or secret is in it. */
final class StatusServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient StatusReport report;
    private final transient Figures figures;
    private final transient Supplier<List<String>> warnings;

    StatusServlet(StatusReport report, Figures figures, Supplier<List<String>> warnings) {
        this.report = report;
        this.figures = figures;
        this.warnings = warnings;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Key key = (Key) request.getAttribute(Key.ATTRIBUTE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        try {
            answer.put("now", report.now().toString()).put("key", key.name()).put("may_operate", key.may(Role.OPS)).put("nodes_alive", report.nodesAlive());
            ArrayNode said = answer.putArray("warnings");
            warnings.get().forEach(said::add);
            ArrayNode apps = answer.putArray("apps");
            report.of(key).forEach(app -> apps.add(app(app)));
        } catch (DataAccessException | TransactionException e) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private ObjectNode app(StatusReport.OneApp one) {
        String id = one.status().app().appId();
        ObjectNode app = JsonNodeFactory.instance.objectNode().put("app_id", id).put("paused", one.situation().pausedAt() != null);
        ArrayNode findings = app.putArray("findings");
        one.findings().forEach(finding -> findings.add(finding(finding)));
        if (one.token().isPresent()) {
            Map<String, Object> token = one.token().get();
            app.putObject("token").put("state", one.situation().token().health().word()).put("fetched_at", text(Utc.instant(token.get("fetched_at"))))
                    .put("expires_at", text(Utc.instant(token.get("expires_at"))));
        } else {
            app.putNull("token");
        }
        app.putObject("credits").put("available", figures.credits(id)).put("expiring_24h", figures.creditsExpiring(id))
                .put("users", one.users().now()).put("users_in_24h", one.users().in24h());
        ObjectNode states = app.putObject("notifications");
        one.books().ifPresent(books -> {
            for (io.minipush.notification.State state : io.minipush.notification.State.values()) {
                states.put(state.word(), books.notifications().get(state));
            }
        });
        app.put("oldest_due_seconds", one.situation().oldestDue().toSeconds());
        app.putObject("budget").put("used", one.situation().quotaUsed()).put("daily", one.status().app().dailyBudget());
        ArrayNode held = app.putArray("held_templates");
        one.situation().heldTemplates().forEach(held::add);
        ArrayNode failed = app.putArray("failed");
        one.failed().forEach(row -> failed.addObject().put("errcode", StatusReport.number(row.get("errcode"))).put("reason", (String) row.get("reason"))
                .put("count", ((Number) row.get("failed")).longValue()));
        ObjectNode hour = app.putObject("last_hour");
        series(hour.putArray("accepted"), figures.samples().grown(id, Samples.Sample::takenIn));
        series(hour.putArray("sent"), figures.samples().grown(id, Samples.Sample::sent));
        series(hour.putArray("failed"), figures.samples().grown(id, Samples.Sample::failed));
        series(hour.putArray("oldest_due_seconds"), figures.samples().oldestDue(id));
        return app;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("cause", finding.cause().word()).put("stops_all", finding.cause().stopsAll())
                .put("since", text(finding.since())).put("until", text(finding.until())).put("who", finding.who())
                .put("errcode", finding.errcode()).put("detail", finding.detail()).put("count", finding.count());
        ArrayNode names = node.putArray("names");
        finding.names().forEach(names::add);
        return node;
    }

    private static void series(ArrayNode array, List<Long> values) {
        values.forEach(array::add);
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
