package io.minipush.drill;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** One thread's way to a broker that dies now and then: whatever fails is done again on a new connection. */
final class JmsSession implements AutoCloseable {

    private static final int CALL_TIMEOUT_MILLIS = 5000;

    /** Something to do that may be done twice. */
    interface Work<T> {
        T with(JMSContext context) throws Exception;
    }

    private final ActiveMQConnectionFactory factory;
    private JMSContext context;

    JmsSession(String url) {
        factory = new ActiveMQConnectionFactory(url);
        factory.setReconnectAttempts(0);
        factory.setCallTimeout(CALL_TIMEOUT_MILLIS);
    }

    <T> T insist(Work<T> work) throws Exception {
        while (true) {
            try {
                if (context == null) {
                    context = factory.createContext();
                }
                return work.with(context);
            } catch (JMSRuntimeException | jakarta.jms.JMSException e) {
                disconnect();
                Thread.sleep(100);
            }
        }
    }

    private void disconnect() {
        try {
            if (context != null) {
                context.close();
            }
        } catch (JMSRuntimeException e) {
            // it was broken anyway
        }
        context = null;
    }

    @Override
    public void close() {
        disconnect();
        factory.close();
    }
}
