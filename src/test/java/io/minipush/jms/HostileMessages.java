package io.minipush.jms;

import static io.minipush.web.RunningGateway.APP;

import java.util.Date;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;

/** Messages that no gateway can accept, of every kind that a producer can make. */
final class HostileMessages {

    private static final String GOOD = "{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":{}}";
    private static final String TOO_LARGE = "[" + " ".repeat(11 << 20) + "]";
    private static final String DEEP = "[".repeat(100_000);

    private interface Kind {
        Message make() throws JMSException;
    }

    private final QueueClient client;
    private final Kind[] kinds;

    HostileMessages(QueueClient client) {
        this.client = client;
        this.kinds = new Kind[] {
            () -> client.object(new Date()),
            this::map,
            this::stream,
            () -> client.session().createMessage(),
            () -> client.session().createTextMessage(null),
            () -> client.text("", "app_id", APP),
            () -> client.bytes("", "app_id", APP),
            () -> client.text(DEEP, "app_id", APP),
            () -> client.text(GOOD.replace("{}}", "{\"k\":" + DEEP + "}}"), "app_id", APP),
            () -> client.bytes(new byte[] {'{', (byte) 0xc3, (byte) 0x28, '}'}, "app_id", APP),
            () -> client.text(GOOD, "app_id", 7),
            () -> client.text(GOOD, "app_id", "wx-unknown"),
            () -> client.text(GOOD, "app_id", ""),
            () -> client.text(GOOD),
            () -> client.text("[" + GOOD.replace("{\"touser", "{\"app_id\":\"" + APP + "\",\"touser") + "]"),
            () -> client.text(GOOD.replace("{\"touser", "{\"app_id\":\"wx-another\",\"touser"), "app_id", APP),
            () -> client.text(GOOD.replace("{\"touser", "{\"app_id\":null,\"touser")),
            () -> client.text(GOOD.replace("{\"touser", "{\"touser\":\"o-2\",\"touser"), "app_id", APP),
            () -> client.text(GOOD, "app_id", APP, "idempotency_key", true),
            () -> client.text(GOOD, "app_id", APP, "idempotency_key", " "),
            () -> client.text(GOOD, "app_id", APP, "idempotency_key", "k".repeat(257)),
            () -> client.text(GOOD.replace("T", "T".repeat(1000)), "app_id", APP),
            () -> client.text(GOOD.replace("{}", "{\"k\":{\"value\":7}}"), "app_id", APP),
            () -> client.text("not json", "app_id", APP),
            () -> client.text("\uFEFF" + GOOD + GOOD, "app_id", APP),
            () -> client.text("a lone surrogate \uD83D", "app_id", APP),
            () -> client.text("[]", "app_id", APP),
            () -> client.text("7", "app_id", APP),
            () -> client.text("null", "app_id", APP)};
    }

    private Message map() throws JMSException {
        MapMessage map = client.session().createMapMessage();
        map.setString("touser", "o-1");
        return QueueClient.with(map, "app_id", APP);
    }

    private Message stream() throws JMSException {
        StreamMessage stream = client.session().createStreamMessage();
        stream.writeString(GOOD);
        return QueueClient.with(stream, "app_id", APP);
    }

    /** The kinds in turn; the first ones are too large. */
    Message number(int i) throws JMSException {
        return i == 0 ? client.text(TOO_LARGE, "app_id", APP) : i == 1 ? client.bytes(TOO_LARGE, "app_id", APP) : kinds[i % kinds.length].make();
    }
}
