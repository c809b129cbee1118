package io.minipush.jms;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.intake.Acceptance;
import io.minipush.intake.Collected;
import io.minipush.intake.FormIdSubmission;
import io.minipush.intake.Rejection;
import io.minipush.intake.Submission;
import io.minipush.json.Fault;
import io.minipush.json.NotJson;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of {@code intake-jms}. Bound as {@code jmsDoor}. */
public final class JmsSteps {

    private static final Logger LOG = LoggerFactory.getLogger(JmsSteps.class);
    private static final String APP = "app_id";
    private static final String KEY = "idempotency_key";
    /** The body of a list, as over HTTP; a single notification is bounded by the table. */
    private static final int LARGEST = 10 << 20;
    private static final int LONGEST_DETAIL = 500;

    private final Set<String> apps;
    private final MeterRegistry meters;

    JmsSteps(Set<String> apps, MeterRegistry meters) {
        this.apps = apps;
        this.meters = meters;
    }

    /**
     * Takes from the message what the contract names, and wipes the rest off: no property of it steers a later step.
     *
     * @throws NotAcceptable if it is no text
     */
    public void enter(Exchange exchange) throws NotAcceptable, JMSException {
        Message message = exchange.getMessage(JmsMessage.class).getJmsMessage();
        String queue = exchange.getFromEndpoint().getEndpointUri().replaceFirst("^.*queue:(//)?([^?]+).*$", "$2");
        exchange.setMessage(new DefaultMessage(exchange.getContext()));
        Object content = content(message);
        exchange.setVariable("received", new Received(queue, message.getJMSMessageID(), content, Optional.empty(), Optional.empty()));
        String text = text(message, content);
        exchange.setVariable("received", new Received(queue, message.getJMSMessageID(), text, property(message, APP), property(message, KEY)));
    }

    /** A text or bytes as they came, so that they can be put aside unchanged; of anything else, and of too many bytes, a word. */
    private static Object content(Message message) throws JMSException {
        if (message instanceof TextMessage textMessage && textMessage.getText() != null) {
            return textMessage.getText();
        }
        if (message instanceof BytesMessage bytesMessage && bytesMessage.getBodyLength() <= LARGEST) {
            byte[] bytes = new byte[(int) bytesMessage.getBodyLength()];
            bytesMessage.readBytes(bytes);
            return bytes;
        }
        return "(a " + kind(message) + ")";
    }

    private static String kind(Message message) {
        return message.getClass().getSimpleName().replaceFirst("^ActiveMQ", "");
    }

    private static String text(Message message, Object content) throws NotAcceptable, JMSException {
        if (message instanceof TextMessage textMessage) {
            String text = textMessage.getText();
            if (text == null || text.isEmpty()) {
                throw new NotAcceptable("not_json", "the message is empty");
            }
            if (text.length() > LARGEST) {
                throw tooLarge();
            }
            return text;
        }
        if (message instanceof BytesMessage) {
            if (!(content instanceof byte[] bytes)) {
                throw tooLarge();
            }
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                throw new NotAcceptable("not_json", "the bytes are not UTF-8");
            }
        }
        throw new NotAcceptable("wrong_type", "a " + kind(message) + " is neither a text nor bytes");
    }

    private static NotAcceptable tooLarge() {
        return new NotAcceptable("too_large", "a message has at most " + (LARGEST >> 20) + " MiB");
    }

    private static Optional<String> property(Message message, String name) throws NotAcceptable, JMSException {
        Object value = message.getObjectProperty(name);
        if (value != null && !(value instanceof String)) {
            throw new NotAcceptable("invalid", "the property " + name + " must be a text");
        }
        return Optional.ofNullable((String) value);
    }

    /** What a producer handed in, under its own key or that of the message: a redelivery finds what the first delivery did. */
    public Submission notifications(@Variable("received") Received received) throws NotAcceptable, NotJson {
        Optional<String> key = received.key().or(() -> Optional.of("jms:" + received.messageId()));
        Addressed addressed = address(received);
        return Submission.json(addressed.appId, addressed.body, key);
    }

    public FormIdSubmission formIds(@Variable("received") Received received) throws NotAcceptable, NotJson {
        Addressed addressed = address(received);
        return FormIdSubmission.json(addressed.appId, addressed.body);
    }

    private record Addressed(String appId, byte[] body) {
    }

    /** The app is a property, or a member of a single object; where it is both, they agree. */
    private Addressed address(Received received) throws NotAcceptable, NotJson {
        byte[] body = received.text().getBytes(StandardCharsets.UTF_8);
        String appId = received.appId().orElse(null);
        boolean object = received.text().stripLeading().startsWith("{");
        if (object && StrictJson.read(body) instanceof ObjectNode json && json.has(APP)) {
            JsonNode member = json.remove(APP);
            if (!member.isTextual() || appId != null && !appId.equals(member.textValue())) {
                throw new NotAcceptable("invalid", "app_id must be a text, and the same in body and property");
            }
            appId = member.textValue();
            body = json.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (appId == null) {
            throw new NotAcceptable("invalid", "app_id is missing: a property, or a member of a single object");
        }
        if (!apps.contains(appId)) {
            throw new NotAcceptable("unknown_app", "this gateway does not serve such an app");
        }
        return new Addressed(appId, body);
    }

    /** What of a list was not accepted. */
    public List<Invalid> rejected(@Variable("received") Received received, @Body Object answer) throws NotJson {
        count(received, "accepted");
        List<Rejection> rejections = answer instanceof Acceptance acceptance ? acceptance.rejections() : ((Collected) answer).rejections();
        if (rejections.isEmpty()) {
            return List.of();
        }
        List<JsonNode> items = StrictJson.readArray(received.text().getBytes(StandardCharsets.UTF_8), Submission.MOST_ITEMS);
        List<Invalid> invalid = new ArrayList<>();
        for (Rejection rejection : rejections) {
            count(received, "item_rejected");
            invalid.add(new Invalid(items == null ? received.text() : items.get(rejection.index()).toString(), rejection.reason(),
                    detail(rejection.errors())));
        }
        return invalid;
    }

    /** The whole message as one that cannot be accepted. */
    public Invalid refuse(@Variable("received") Received received, Exchange exchange) {
        count(received, "rejected");
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (fault instanceof Refused refused) {
            return new Invalid(received.content(), refused.reason(), detail(refused.faults()));
        }
        if (fault instanceof NotAcceptable unacceptable) {
            return new Invalid(received.content(), unacceptable.reason(), unacceptable.getMessage());
        }
        if (fault instanceof NotJson) {
            return new Invalid(received.content(), Rejection.NOT_JSON, fault.getMessage());
        }
        LOG.error("Message {} met a fault of the gateway and is put aside", received.messageId(), fault);
        return new Invalid(received.content(), "internal_error", "a fault of the gateway; its log tells more");
    }

    private static String detail(List<Fault> faults) {
        String detail = String.join("; ", faults.stream().map(fault -> fault.pointer() + " " + fault.detail()).toList()).strip();
        return detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "…" : detail;
    }

    /** A message for {@code minipush.invalid}. */
    public void invalid(@Body Invalid invalid, @Variable("received") Received received, Exchange exchange) {
        exchange.getMessage().setHeaders(new HashMap<>(Map.of("reason", invalid.reason(), "detail", String.valueOf(invalid.detail()),
                "from_queue", received.queue(), "message_id", String.valueOf(received.messageId()))));
        received.appId().ifPresent(app -> exchange.getMessage().setHeader(APP, app));
        exchange.getMessage().setBody(invalid.content());
    }

    private void count(Received received, String outcome) {
        meters.counter("minipush.jms.messages", "queue", received.queue(), "outcome", outcome).increment();
    }

    /** What goes to {@code minipush.invalid}. */
    public record Invalid(Object content, String reason, String detail) {
    }
}
