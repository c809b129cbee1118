package io.minipush.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The doors for producers that do not speak HTTP: the inbox, and the queues at the broker. */
final class Doors implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final ActiveMQConnectionFactory broker;
    private final Connection connection;
    private final Session session;

    /**
     * @param folder of the app in the inbox
     * @param port   of the broker, on loopback
     */
    Doors(Path folder, int port) throws JMSException {
        this.folder = folder;
        this.broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
        this.connection = broker.createConnection();
        this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        connection.start();
    }

    void drop(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    /** Waits until a file is done; what its report says, line by line. */
    List<JsonNode> report(String name) throws Exception {
        Stage.await("the file " + name + " to be done", () -> Files.exists(done(name)));
        List<JsonNode> report = new ArrayList<>();
        for (String line : Files.readAllLines(done(name + ".report.ndjson"))) {
            report.add(JSON.readTree(line));
        }
        return report;
    }

    /** The lines of a file that were rejected, under its header. */
    String rejected(String name) throws IOException {
        return Files.readString(done(name + ".rejected.csv"));
    }

    private Path done(String name) {
        return folder.resolve(".done").resolve(name);
    }

    /** @param properties names and values in turn */
    void send(String queue, String text, String... properties) throws JMSException {
        TextMessage message = session.createTextMessage(text);
        for (int i = 0; i < properties.length; i += 2) {
            message.setStringProperty(properties[i], properties[i + 1]);
        }
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message);
        }
    }

    /** What the queue of outcomes tells about the notification with this label; those of others are passed over. */
    JsonNode outcome(String reference) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (MessageConsumer listener = session.createConsumer(session.createQueue("minipush.outcomes"))) {
            while (System.nanoTime() < deadline) {
                Message message = listener.receive(500);
                JsonNode outcome = message == null ? null : JSON.readTree(message.getBody(String.class));
                if (outcome != null && outcome.path("reference").asText().equals(reference)) {
                    return outcome;
                }
            }
        }
        throw new Story.NotAsTold("waited " + PATIENCE.toSeconds() + " s in vain to hear of " + reference);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            // the broker ends next
        }
        broker.close();
    }
}
