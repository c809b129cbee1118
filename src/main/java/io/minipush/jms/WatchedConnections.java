package io.minipush.jms;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the broker. Says once that it is away and once that it is back, and knows it in between. The URL is asked for at
 * each connection, since an embedded broker may come up later.
 */
final class WatchedConnections implements ConnectionFactory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedConnections.class);
    /** A broker that takes the call and says nothing is as good as away. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** For each question on a connection; the client's own 30 s would hold up a stop. */
    private static final long ANSWER_MILLIS = 10_000;

    private final Supplier<String> url;
    private final String user;
    private final String password;
    private final BrokerCalls calls = new BrokerCalls(PATIENCE);
    private ActiveMQConnectionFactory factory;
    private String factoryUrl;
    private volatile String fault;
    private volatile boolean stopped;

    WatchedConnections(Supplier<String> url, String user, String password) {
        this.url = url;
        this.user = user.isEmpty() ? null : user;
        this.password = password.isEmpty() ? null : password;
    }

    /** One sentence while the broker is away. */
    Optional<String> warning() {
        return Optional.ofNullable(fault).map(reason -> "the JMS broker is away (" + reason + "); the other doors work");
    }

    @Override
    public Connection createConnection() throws JMSException {
        ActiveMQConnectionFactory present = factory();
        try {
            Connection connection = calls.connect(() -> present.createConnection(user, password));
            found();
            return connection;
        } catch (JMSException e) {
            // The client's own message only says that it failed.
            lost(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            throw e;
        }
    }

    private synchronized ActiveMQConnectionFactory factory() throws JMSException {
        String present = url.get();
        if (present == null) {
            // Who starts it has told so.
            throw new JMSException("the embedded broker is not up");
        }
        if (!present.equals(factoryUrl)) {
            if (factory != null) {
                factory.close();
            }
            factory = new ActiveMQConnectionFactory(present);
            // A message that is too large is refused by the gateway; meanwhile it is read bit by bit.
            factory.setCacheLargeMessagesClient(false);
            if (factory.getCallTimeout() == ActiveMQClient.DEFAULT_CALL_TIMEOUT) {
                factory.setCallTimeout(ANSWER_MILLIS);
            }
            factoryUrl = present;
        }
        return factory;
    }

    private synchronized void lost(String reason) {
        if (fault == null && !stopped) {
            LOG.warn("The JMS broker is away ({}); the other doors go on, and it is looked for every two seconds", reason);
        }
        fault = reason;
    }

    private synchronized void found() {
        if (fault != null) {
            LOG.info("The JMS broker is back");
        }
        fault = null;
    }

    /** Before the listeners stop: none of them waits for a broker anymore. Connections that are there stay. */
    void stop() {
        stopped = true;
        calls.stop();
    }

    @Override
    public synchronized void close() {
        calls.close();
        if (factory != null) {
            factory.close();
        }
    }

    @Override
    public Connection createConnection(String anotherUser, String anotherPassword) throws JMSException {
        return createConnection();
    }

    @Override
    public JMSContext createContext() {
        throw new UnsupportedOperationException("the gateway uses connections");
    }

    @Override
    public JMSContext createContext(String userName, String userPassword) {
        return createContext();
    }

    @Override
    public JMSContext createContext(String userName, String userPassword, int sessionMode) {
        return createContext();
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext();
    }
}
