package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.minipush.storage.Dialect;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each notification that ended has one line in the log, whatever operators do with the taps. */
class EndLinesIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int ROOM = 10_000;
    private static final int MANY = 250;

    @Test
    void eachEndHasOneLineWhileTheTapsAreStoppedAndTheirQueueIsFull() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
            }
        };
        Logger log = (Logger) LoggerFactory.getLogger("io.minipush.ended");
        appender.start();
        log.addAppender(appender);
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.H2)) {
            CamelContext context = rehearsal.node().gateway().context();
            context.getRouteController().stopRoute("notification-ended");
            try (ProducerTemplate fill = context.createProducerTemplate()) {
                for (int i = 0; i < ROOM; i++) {
                    fill.sendBody("seda:notification-ended?size=10000", "what no tap takes");
                }
            }
            List<String> users = Rehearsal.users(MANY);
            rehearsal.collect(rehearsal.submit(users, 1));
            List<String> ids = rehearsal.send(users, "an end", Map.of());
            rehearsal.awaitStates(Map.of("sent", (long) MANY), LONG);
            String cancelled = rehearsal.sendOne("o-nobody", "no credit");
            rehearsal.awaitState(cancelled, "waiting");
            assertThat(rehearsal.node().post("/v1/notifications/" + cancelled + "/cancel", "").statusCode()).isEqualTo(200);

            List<String> ends = Stream.concat(ids.stream().map(id -> "Notification " + id + " of " + Rehearsal.APP + ": sent"),
                    Stream.of("Notification " + cancelled + " of " + Rehearsal.APP + ": cancelled")).toList();
            await().atMost(LONG).untilAsserted(() -> assertThat(lines).containsAll(ends));
            assertThat(lines.stream().filter(line -> ends.stream().anyMatch(line::startsWith))).hasSize(MANY + 1);
            assertThat(rehearsal.node().getManagement("/metrics").body()).contains("minipush_taps_discarded_total " + (MANY + 1.0), "minipush_ends_unlogged_total 0.0");
        } finally {
            log.detachAppender(appender);
        }
    }
}
