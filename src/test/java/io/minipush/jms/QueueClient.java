package io.minipush.jms;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A producer and a listener at a broker, as another program would be. For one thread. */
final class QueueClient implements AutoCloseable {

    private static final long LONG = 60_000;

    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final Session session;

    private QueueClient(String url, String user, String password) throws JMSException {
        factory = new ActiveMQConnectionFactory(url);
        connection = factory.createConnection(user, password);
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        connection.start();
    }

    static QueueClient on(int port) throws JMSException {
        return on(port, null, null);
    }

    static QueueClient on(int port, String user, String password) throws JMSException {
        return new QueueClient("tcp://127.0.0.1:" + port, user, password);
    }

    /** For messages of other kinds than {@link #text}. */
    Session session() {
        return session;
    }

    /** @param properties names and values in turn */
    Message text(String text, Object... properties) throws JMSException {
        return with(session.createTextMessage(text), properties);
    }

    Message bytes(byte[] bytes, Object... properties) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(bytes);
        return with(message, properties);
    }

    Message bytes(String text, Object... properties) throws JMSException {
        return bytes(text.getBytes(StandardCharsets.UTF_8), properties);
    }

    Message object(Serializable object) throws JMSException {
        return session.createObjectMessage(object);
    }

    static Message with(Message message, Object... properties) throws JMSException {
        for (int i = 0; i < properties.length; i += 2) {
            message.setObjectProperty((String) properties[i], properties[i + 1]);
        }
        return message;
    }

    /** @return the message's id */
    String send(String queue, Message message) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message);
        }
        return message.getJMSMessageID();
    }

    /** All of them in one commit of the broker. */
    void sendAll(String queue, List<Message> messages) throws JMSException {
        try (Session together = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = together.createProducer(together.createQueue(queue))) {
            for (Message message : messages) {
                producer.send(message);
            }
            together.commit();
        }
    }

    /** The next message, taken off; null if none comes for long. */
    Message receive(String queue) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            return consumer.receive(LONG);
        }
    }

    /** The next so many messages, taken off. */
    List<Message> drain(String queue, int count) throws JMSException {
        List<Message> messages = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            for (Message message; messages.size() < count && (message = consumer.receive(LONG)) != null;) {
                messages.add(message);
            }
        }
        return messages;
    }

    /** Without those that belong to JMS and the broker. */
    static Set<String> propertyNames(Message message) throws JMSException {
        Set<String> names = new TreeSet<>();
        for (Enumeration<?> found = message.getPropertyNames(); found.hasMoreElements();) {
            String name = (String) found.nextElement();
            if (!name.matches("JMSX.*|_+AMQ_.*")) {
                names.add(name);
            }
        }
        return names;
    }

    List<Message> browse(String queue) throws JMSException {
        Queue named = session.createQueue(queue);
        List<Message> messages = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(named)) {
            for (Enumeration<?> found = browser.getEnumeration(); found.hasMoreElements();) {
                messages.add((Message) found.nextElement());
            }
        }
        return messages;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        factory.close();
    }
}
