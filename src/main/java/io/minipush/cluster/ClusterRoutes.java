package io.minipush.cluster;

import java.util.Map;

import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Utc;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** The routes by which a node shows that it is alive. */
public final class ClusterRoutes extends RouteBuilder {

    private static final String BEGUN = "heartbeatBegun";

    private final Node node;
    private final DatabaseClock clock;

    public ClusterRoutes(Node node, DatabaseClock clock) {
        this.node = node;
        this.clock = clock;
    }

    @Override
    public void configure() {
        errorHandler(defaultErrorHandler());
        // One line a beat while the database is away; the next beat that gets through is all that counts.
        onException(Exception.class).handled(true)
                .log(LoggingLevel.WARN, "No heartbeat at present: ${exception.class.simpleName}");

        from("scheduler:heartbeat?delay=1000").routeId("heartbeat")
                .description("Tells the other nodes every second that this one is alive, and reads the cluster's time")
                .process(this::begin).id("note-begin")
                .to("sql:{{query:database-time}}").id("read-database-time")
                .process(this::setClock).id("set-clock")
                .to("sql:{{query:heartbeat}}").id("beat")
                .filter(simple("${header.CamelSqlUpdateCount} == 0")).id("was-this-node-given-up")
                    .to("sql:{{query:revive-node}}").id("come-back")
                .end()
                .process(exchange -> node.beat(exchange.getVariable(BEGUN, Long.class))).id("count-as-alive");
    }

    private void begin(Exchange exchange) {
        exchange.setVariable(BEGUN, System.nanoTime());
    }

    @SuppressWarnings("unchecked")
    private void setClock(Exchange exchange) {
        Map<String, Object> row = (Map<String, Object>) exchange.getMessage().getBody(java.util.List.class).get(0);
        clock.set(Utc.dateTime(row.get("now_utc")));
        exchange.getMessage().setBody(Map.of("now", clock.now(), "node", node.id()));
    }
}
