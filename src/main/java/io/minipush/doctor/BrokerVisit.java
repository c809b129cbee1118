package io.minipush.doctor;

import java.time.Duration;

import io.minipush.jms.BrokerCalls;
import io.minipush.settings.Settings;
import io.minipush.settings.Settings.Jms;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The broker, if there is one of its own. */
final class BrokerVisit {

    private static final String WHAT = "broker";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private BrokerVisit() {
    }

    static Finding look(Settings settings, boolean running) {
        Jms jms = settings.jms();
        if (jms.isNone()) {
            return Finding.ok(WHAT, "none is wanted");
        }
        if (jms.isEmbedded()) {
            return Finding.ok(WHAT, running ? "embedded in the running gateway" : "embedded, comes up with the gateway");
        }
        String place = jms.place();
        try (BrokerCalls calls = new BrokerCalls(PATIENCE)) {
            calls.connect(() -> visit(jms));
            return Finding.ok(WHAT, place + " lets us in");
        } catch (JMSException e) {
            // The client's own message only says that it failed.
            return bad(place, e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        }
    }

    /** On the calling thread to its end: a visit that is given up leaves nothing open. */
    private static Connection visit(Jms jms) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(jms.url())) {
            Connection connection = factory.createConnection(jms.user().isEmpty() ? null : jms.user(), jms.password().isEmpty() ? null : jms.password());
            connection.close();
            return connection;
        }
    }

    /** The gateway starts and serves its other doors without it. */
    private static Finding bad(String place, String why) {
        return Finding.warn(WHAT, "no connection to " + place + " (" + why + ")", "check MINIPUSH_JMS_URL, MINIPUSH_JMS_USER, MINIPUSH_JMS_PASSWORD; the other doors work without it");
    }
}
