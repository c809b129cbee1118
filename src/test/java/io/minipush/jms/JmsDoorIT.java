package io.minipush.jms;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

/** Messages of producers that know a broker only, and what becomes of those that cannot be accepted. */
class JmsDoorIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ALL = "SELECT count(*) FROM notification";

    private static RunningGateway start(String... more) throws Exception {
        String[] settings = new String[more.length + 4];
        System.arraycopy(new String[] {"MINIPUSH_JMS_URL", "embedded", "MINIPUSH_JMS_PORT", "0"}, 0, settings, 0, 4);
        System.arraycopy(more, 0, settings, 4, more.length);
        RunningGateway gateway = RunningGateway.on(Dialect.H2, settings);
        gateway.holdSender();
        return gateway;
    }

    private static QueueClient client(RunningGateway gateway) throws JMSException {
        return QueueClient.on(gateway.gateway().jmsPort().orElseThrow());
    }

    private static String good(String touser) {
        return "{\"touser\":\"" + touser + "\",\"template_id\":\"T\",\"data\":{}}";
    }

    private static void awaitCount(RunningGateway gateway, long count) {
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.count(ALL)).isEqualTo(count));
    }

    private static String reason(Message invalid) throws JMSException {
        return invalid.getStringProperty("reason") + " " + invalid.getStringProperty("detail");
    }

    @Test
    void oneOrManyAreTakenInAndWhatIsBadIsPutAsideOneByOne() throws Exception {
        try (RunningGateway gateway = start(); QueueClient client = client(gateway)) {
            client.send(Queues.NOTIFICATIONS, client.text(good("o-1"), "app_id", APP));
            client.send(Queues.NOTIFICATIONS, client.bytes(good("o-2").replace("{\"touser", "{\"app_id\":\"" + APP + "\",\"touser")));
            String id = client.send(Queues.NOTIFICATIONS, client.text("[" + good("o-3") + ",{\"touser\":\"o-4\"}," + good("o-5") + ",7]", "app_id", APP));
            awaitCount(gateway, 4);
            for (String fault : new String[] {"invalid /template_id is missing", "invalid must be"}) {
                TextMessage invalid = (TextMessage) client.receive(Queues.INVALID);
                assertThat(reason(invalid)).startsWith(fault);
                assertThat(invalid.getStringProperty("from_queue")).isEqualTo(Queues.NOTIFICATIONS);
                assertThat(invalid.getStringProperty("message_id")).isEqualTo(id);
                assertThat(invalid.getStringProperty("app_id")).isEqualTo(APP);
                assertThat(invalid.getText()).isEqualTo(fault.contains("template") ? "{\"touser\":\"o-4\"}" : "7");
            }
            assertThat(gateway.count("SELECT count(*) FROM notification WHERE lane = 2")).isEqualTo(2);
        }
    }

    @Test
    void formIdsAreCollected() throws Exception {
        try (RunningGateway gateway = start(); QueueClient client = client(gateway)) {
            client.send(Queues.FORM_IDS, client.text("{\"app_id\":\"" + APP + "\",\"openid\":\"o-1\",\"form_id\":\"f-1\"}"));
            client.send(Queues.FORM_IDS, client.text("[{\"openid\":\"o-1\",\"form_id\":\"f-2\"},{\"openid\":\"o-1\",\"form_id\":\"the formId is a mock one\"}]",
                    "app_id", APP));
            await().atMost(LONG).untilAsserted(() -> assertThat(gateway.count("SELECT count(*) FROM credit")).isEqualTo(2));
            Message invalid = client.receive(Queues.INVALID);
            assertThat(invalid.getStringProperty("reason")).isEqualTo("mock_form_id");
            assertThat(invalid.getStringProperty("from_queue")).isEqualTo(Queues.FORM_IDS);
            assertThat(invalid.getBody(String.class)).contains("the formId is a mock one");
        }
    }

    @Test
    void aKeyIsTheSameAtEveryDoorAndEachMessageHasOne() throws Exception {
        try (RunningGateway gateway = start(); QueueClient client = client(gateway)) {
            var rest = gateway.post(NOTIFICATIONS, good("o-1"), "Idempotency-Key", "order-1");
            client.send(Queues.NOTIFICATIONS, client.text(good("o-1"), "app_id", APP, "idempotency_key", "order-1"));
            client.send(Queues.NOTIFICATIONS, client.text(good("o-2"), "app_id", APP, "idempotency_key", "order-1"));
            assertThat(reason(client.receive(Queues.INVALID))).startsWith("idempotency_key_reused");
            Message second = client.text(good("o-3"), "app_id", APP, "idempotency_key", "order-2");
            client.send(Queues.NOTIFICATIONS, second);
            client.send(Queues.NOTIFICATIONS, second);
            // Without a key the message's own id is one, and each sending has another.
            Message third = client.text(good("o-4"), "app_id", APP);
            client.send(Queues.NOTIFICATIONS, third);
            client.send(Queues.NOTIFICATIONS, third);
            awaitCount(gateway, 4);
            var again = gateway.post(NOTIFICATIONS, good("o-3"), "Idempotency-Key", "order-2");
            assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
            assertThat(rest.statusCode()).isEqualTo(202);
            var byMessageId = gateway.post(NOTIFICATIONS, good("o-4"), "Idempotency-Key", "jms:" + third.getJMSMessageID());
            assertThat(byMessageId.headers().firstValue("Idempotency-Replayed")).contains("true");
            assertThat(gateway.count(ALL)).isEqualTo(4);
        }
    }
}
