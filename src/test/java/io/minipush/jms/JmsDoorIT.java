package io.minipush.jms;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of producers that know a broker only, and what becomes of those that cannot be accepted. */
class JmsDoorIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String PASSWORD = "not-a-real-password";

    private static RunningGateway gateway;
    private QueueClient client;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_JMS_URL", "embedded", "MINIPUSH_JMS_PORT", "0",
                "MINIPUSH_JMS_USER", "producer", "MINIPUSH_JMS_PASSWORD", PASSWORD);
        gateway.holdSender();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() throws Exception {
        client = client(PASSWORD);
        gateway.update("DELETE FROM notification");
    }

    @AfterEach
    void disconnect() throws JMSException {
        client.close();
    }

    private static QueueClient client(String password) throws JMSException {
        return QueueClient.on(gateway.gateway().jmsPort().orElseThrow(), "producer", password);
    }

    private static String good(String touser) {
        return "{\"touser\":\"" + touser + "\",\"template_id\":\"T\",\"data\":{}}";
    }

    private static String withApp(String notification) {
        return notification.replaceFirst("\\{", "{\"app_id\":\"" + APP + "\",");
    }

    private static void awaitCount(long count) {
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(count));
    }

    private static String reason(Message invalid) throws JMSException {
        return invalid.getStringProperty("reason") + " " + invalid.getStringProperty("detail");
    }

    @Test
    void oneOrManyAreTakenInAndWhatIsBadIsPutAsideOneByOne() throws Exception {
        client.send(Queues.NOTIFICATIONS, client.text(good("o-1"), "app_id", APP));
        client.send(Queues.NOTIFICATIONS, client.bytes(withApp(good("o-2"))));
        String id = client.send(Queues.NOTIFICATIONS, client.text("[" + good("o-3") + ",{\"touser\":\"o-4\"}," + good("o-5") + ",7]", "app_id", APP));
        awaitCount(4);
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

    @Test
    void formIdsAreCollected() throws Exception {
        client.send(Queues.FORM_IDS, client.text("{\"app_id\":\"" + APP + "\",\"openid\":\"o-1\",\"form_id\":\"f-1\"}"));
        client.send(Queues.FORM_IDS, client.text("[{\"openid\":\"o-1\",\"form_id\":\"f-2\"},{\"openid\":\"o-1\",\"form_id\":\"the formId is a mock one\"}]",
                "app_id", APP));
        client.send(Queues.FORM_IDS, client.text("{\"openid\":\"o-1\",\"form_id\":\"f-1\"}", "app_id", APP));
        Message item = client.receive(Queues.INVALID);
        assertThat(item.getStringProperty("reason")).isEqualTo("mock_form_id");
        assertThat(item.getStringProperty("from_queue")).isEqualTo(Queues.FORM_IDS);
        assertThat(item.getBody(String.class)).contains("the formId is a mock one");
        client.send(Queues.FORM_IDS, client.text("{\"openid\":\"o-1\",\"form_id\":\"the formId is a mock one\"}", "app_id", APP));
        assertThat(client.receive(Queues.INVALID).getStringProperty("reason")).isEqualTo("mock_form_id");
        await().atMost(LONG).until(() -> gateway.count("SELECT count(*) FROM credit") == 2);
    }

    @Test
    void aKeyIsTheSameAtEveryDoorAndEachMessageHasOne() throws Exception {
        var rest = gateway.post(NOTIFICATIONS, good("o-1"), "Idempotency-Key", "order-1");
        assertThat(rest.statusCode()).isEqualTo(202);
        client.send(Queues.NOTIFICATIONS, client.text(withApp(good("o-1")), "idempotency_key", "order-1"));
        client.send(Queues.NOTIFICATIONS, client.text(good("o-2"), "app_id", APP, "idempotency_key", "order-1"));
        assertThat(reason(client.receive(Queues.INVALID))).startsWith("idempotency_key_reused");
        Message second = client.text(good("o-3"), "app_id", APP, "idempotency_key", "order-2");
        client.send(Queues.NOTIFICATIONS, second);
        client.send(Queues.NOTIFICATIONS, second);
        // Without a key the message's own id is one, and each sending has another.
        Message third = client.text(good("o-4"), "app_id", APP);
        client.send(Queues.NOTIFICATIONS, third);
        client.send(Queues.NOTIFICATIONS, third);
        awaitCount(4);
        assertThat(gateway.post(NOTIFICATIONS, good("o-3"), "Idempotency-Key", "order-2").headers().firstValue("Idempotency-Replayed")).contains("true");
        var byMessageId = gateway.post(NOTIFICATIONS, good("o-4"), "Idempotency-Key", "jms:" + third.getJMSMessageID());
        assertThat(byMessageId.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(4);
    }

    @Test
    void whoeverSendsWhatTheGoodOnesGetThrough() throws Exception {
        HostileMessages hostile = new HostileMessages(client);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            messages.add(steering(hostile.number(i)));
            messages.add(steering(client.text(good("o-" + i), "app_id", APP)));
        }
        List<Message> putAside;
        try (HeardLog log = new HeardLog()) {
            client.sendAll(Queues.NOTIFICATIONS, messages);
            awaitCount(500);
            putAside = client.drain(Queues.INVALID, 500);
            assertThat(log.lines()).isEmpty();
        }
        Set<String> hostileIds = new TreeSet<>();
        for (int i = 0; i < messages.size(); i += 2) {
            hostileIds.add(messages.get(i).getJMSMessageID());
        }
        Set<String> invalidIds = new TreeSet<>();
        for (Message invalid : putAside) {
            invalidIds.add(invalid.getStringProperty("message_id"));
            assertThat(reason(invalid)).matches("(?s)(not_json|wrong_type|too_large|unknown_app|invalid) .+");
            assertThat(QueueClient.propertyNames(invalid)).isSubsetOf("reason", "detail", "from_queue", "message_id", "app_id");
            assertThat(invalid.getJMSReplyTo()).isNull();
        }
        assertThat(putAside).hasSize(500);
        assertThat(invalidIds).isEqualTo(hostileIds);
        for (String queue : List.of("elsewhere", "DLQ", Queues.INVALID, Queues.NOTIFICATIONS)) {
            assertThat(client.browse(queue)).as(queue).isEmpty();
        }
    }

    /** The message with whatever could steer Camel if it were let in. */
    private Message steering(Message message) throws JMSException {
        message.setJMSReplyTo(client.session().createQueue("elsewhere"));
        message.setJMSCorrelationID("c");
        message.setJMSType("t");
        return QueueClient.with(message, "CamelJmsDestinationName", "elsewhere", "CamelJmsDestination", "queue://elsewhere", "CamelSqlQuery", "DROP TABLE notification",
                "CamelSqlParameters", "x", "CamelSqlRetrieveGeneratedKeys", true, "CamelBeanMethodName", "refuse", "CamelHttpUri", "http://127.0.0.1:9/",
                "CamelRedeliveryDelay", 60_000, "CamelRollbackOnly", true, "CamelRouteStop", true, "CamelSlipEndpoint", "direct:put-aside", "CamelJmsReplyTo",
                "elsewhere", "JMSXGroupSeq", 1, "breadcrumbId", "b", "reason", "r", "detail", "d", "message_id", "m", "batch", "b", "received", "r");
    }

    @Test
    void nobodyComesInWithoutTheLogin() throws Exception {
        for (String password : new String[] {"wrong", "", PASSWORD + " "}) {
            assertThatThrownBy(() -> client(password).close()).as(password).isInstanceOf(JMSSecurityException.class);
        }
        assertThatThrownBy(() -> QueueClient.on(gateway.gateway().jmsPort().orElseThrow()).close()).isInstanceOf(JMSSecurityException.class);
        client.send(Queues.NOTIFICATIONS, client.text(good("o-1"), "app_id", APP));
        awaitCount(1);
    }
}
