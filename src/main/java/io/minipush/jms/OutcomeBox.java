package io.minipush.jms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.cluster.Node;
import io.minipush.notification.End;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * What is to be told to the queue of outcomes: written in the commit that ends a notification, removed after the broker has it.
 * So nothing is missing there; after a crash in between, one may be told twice. Bound as {@code outcomeBox}.
 */
public final class OutcomeBox implements Consumer<List<End>> {

    private final Statements statements;
    private final DatabaseClock clock;
    private final long node;
    private final boolean on;

    private OutcomeBox(Statements statements, DatabaseClock clock, long node, boolean on) {
        this.statements = statements;
        this.clock = clock;
        this.node = node;
        this.on = on;
    }

    /** Before the routes start. */
    public static OutcomeBox bind(CamelContext context, Settings settings, Statements statements, DatabaseClock clock, long node) {
        OutcomeBox box = new OutcomeBox(statements, clock, node, settings.jms().outcomes());
        context.getRegistry().bind("outcomeBox", box);
        return box;
    }

    @Override
    public void accept(List<End> ends) {
        if (!on) {
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (End end : ends) {
            Map<String, Object> row = new HashMap<>();
            row.put("node", node);
            row.put("app", end.appId());
            row.put("id", end.id());
            row.put("reference", end.reference());
            row.put("state", end.state().word());
            row.put("evidence", end.evidence());
            row.put("errcode", end.errcode());
            row.put("reason", end.reason());
            row.put("now", clock.now());
            rows.add(row);
        }
        statements.batch("insert-outcome", rows);
    }

    /** What the statements of {@code tell-outcomes} name. */
    public Map<String, Object> whose() {
        return Map.of("node", node, "silent_since", clock.now().minus(Node.SILENT_AFTER));
    }

    /** A message for listeners. */
    public void message(@Body Map<String, Object> row, Exchange exchange) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", (String) row.get("notification_id"));
        json.put("app_id", (String) row.get("app_id"));
        json.put("reference", (String) row.get("reference"));
        json.put("state", (String) row.get("state"));
        json.put("evidence", (String) row.get("evidence"));
        json.put("errcode", row.get("errcode") == null ? null : ((Number) row.get("errcode")).intValue());
        json.put("reason", (String) row.get("reason"));
        json.put("at", Utc.instant(row.get("at")).toString());
        exchange.getMessage().setBody(json.toString());
        exchange.getMessage().setHeader("app_id", row.get("app_id"));
    }

    /** What {@code adopt-outcomes} names. */
    public Map<String, Object> from(long silent) {
        return Map.of("node", node, "silent", silent);
    }

    /** A scheduler that has told something runs again at once, else after its delay. */
    public void noteWork(boolean told, Exchange exchange) {
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, told);
    }

    /** What {@code remove-outcomes} names. */
    public Map<String, Object> told(@Variable("told") List<Map<String, Object>> rows) {
        return Map.of("outcomes", rows.stream().map(row -> ((Number) row.get("id")).longValue()).toList());
    }
}
