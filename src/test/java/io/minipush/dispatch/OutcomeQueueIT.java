package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.drill.FreePort;
import io.minipush.jms.EmbeddedBroker;
import io.minipush.jms.Queues;
import io.minipush.settings.Settings;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.storage.Dialect;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What listeners of the queue minipush.outcomes hear. */
class OutcomeQueueIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    private Path journal;
    private final int port = FreePort.find();

    private String url() {
        return "tcp://127.0.0.1:" + port;
    }

    private EmbeddedBroker broker() throws Exception {
        return EmbeddedBroker.start(journal, new Settings.Jms(Settings.Jms.EMBEDDED, new Settings.Address("127.0.0.1", port), "", "", false));
    }

    /** All there are, once there are so many. */
    private List<JsonNode> hear(int count) throws Exception {
        List<JsonNode> heard = new ArrayList<>();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url()); JMSContext context = factory.createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue(Queues.OUTCOMES));
            Message message = consumer.receive(LONG.toMillis());
            while (message != null) {
                JsonNode outcome = JSON.readTree(message.getBody(String.class));
                assertThat(message.getStringProperty("app_id")).isEqualTo(outcome.path("app_id").asText());
                heard.add(outcome);
                message = consumer.receive(heard.size() < count ? LONG.toMillis() : 300);
            }
        }
        return heard;
    }

    @ParameterizedTest
    @EnumSource
    void everyEndIsToldOnceItIsCommittedAlsoIfTheBrokerWasAway(Dialect dialect) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(dialect, "MINIPUSH_JMS_URL", url(), "MINIPUSH_JMS_OUTCOMES", "true")) {
            List<String> users = Rehearsal.users(250);
            rehearsal.collect(rehearsal.submit(users, 1));
            List<String> ids = rehearsal.send(users, "an outcome", Map.of("reference", "campaign-7"));
            rehearsal.awaitStates(Map.of("sent", 250L), LONG);
            String cancelled = rehearsal.sendOne("o-nobody", "no credit");
            rehearsal.awaitState(cancelled, "waiting");
            assertThat(rehearsal.node().post("/v1/notifications/" + cancelled + "/cancel", "").statusCode()).isEqualTo(200);
            assertThat(rehearsal.node().count("SELECT count(*) FROM outcome")).isEqualTo(251);

            try (EmbeddedBroker broker = broker()) {
                List<JsonNode> heard = hear(251);
                assertThat(heard).hasSize(251);
                assertThat(heard.stream().map(one -> one.path("id").asText())).contains(cancelled).containsAll(ids);
                JsonNode sent = heard.get(0);
                assertThat(sent.path("state").asText()).isEqualTo("sent");
                assertThat(sent.path("reference").asText()).isEqualTo("campaign-7");
                assertThat(sent.path("evidence").asText()).isEqualTo("answer");
                assertThat(sent.path("errcode").asInt(-7)).isZero();
                assertThat(sent.path("at").asText()).endsWith("Z");
                assertThat(sent.fieldNames()).toIterable().containsExactly("id", "app_id", "reference", "state", "evidence", "errcode", "reason", "at");
                await().atMost(LONG).until(() -> rehearsal.node().count("SELECT count(*) FROM outcome") == 0);
            }
        }
    }

    @Test
    void whatADeadNodeWasToTellAnotherTells() throws Exception {
        try (EmbeddedBroker broker = broker();
                Rehearsal rehearsal = Rehearsal.on(Dialect.H2, "MINIPUSH_JMS_URL", url(), "MINIPUSH_JMS_OUTCOMES", "true")) {
            rehearsal.collect(rehearsal.submit(List.of("o-1"), 1));
            rehearsal.platform().inject(Fault.errcode(Api.TEMPLATE_SEND, 40037));
            String failed = rehearsal.sendOne("o-1", "a template that is not there");
            assertThat(hear(1)).singleElement().satisfies(one -> {
                assertThat(one.path("id").asText()).isEqualTo(failed);
                assertThat(one.path("state").asText()).isEqualTo("failed");
                assertThat(one.path("errcode").asInt()).isEqualTo(40037);
                assertThat(one.path("reference").isNull()).isTrue();
            });
            rehearsal.node().update("INSERT INTO node (name, started_at, heartbeat_at) VALUES ('dead', '2026-01-01 00:00:00', '2026-01-01 00:00:00')");
            rehearsal.node().update("INSERT INTO outcome (node_id, app_id, notification_id, state, at) "
                    + "SELECT node_id, '" + Rehearsal.APP + "', 'N-left', 'sent', started_at FROM node WHERE name = 'dead'");
            assertThat(hear(1)).singleElement().satisfies(one -> assertThat(one.path("id").asText()).isEqualTo("N-left"));
        }
    }
}
