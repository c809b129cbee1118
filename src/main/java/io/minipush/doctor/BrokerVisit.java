package io.minipush.doctor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.minipush.settings.Settings;
import io.minipush.settings.Settings.Jms;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The broker, if there is one of its own. */
final class BrokerVisit {

    private static final String WHAT = "broker";
    private static final long PATIENCE_SECONDS = 10;

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
        CompletableFuture<Void> call = new CompletableFuture<>();
        // The client cannot be interrupted while it calls: it does so on a thread that is left behind.
        Thread caller = new Thread(() -> connect(jms, call), "broker-visit");
        caller.setDaemon(true);
        caller.start();
        try {
            call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Finding.ok(WHAT, place + " lets us in");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause().getCause() == null ? e.getCause() : e.getCause().getCause();
            return bad(place, cause.getMessage());
        } catch (TimeoutException e) {
            return bad(place, "no answer within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return bad(place, "interrupted");
        }
    }

    /** The gateway starts and serves its other doors without it. */
    private static Finding bad(String place, String why) {
        return Finding.warn(WHAT, "no connection to " + place + " (" + why + ")", "check MINIPUSH_JMS_URL, MINIPUSH_JMS_USER, MINIPUSH_JMS_PASSWORD; the other doors work without it");
    }

    private static void connect(Jms jms, CompletableFuture<Void> call) {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(jms.url())) {
            factory.createConnection(jms.user().isEmpty() ? null : jms.user(), jms.password().isEmpty() ? null : jms.password()).close();
            call.complete(null);
        } catch (JMSException | RuntimeException e) {
            call.completeExceptionally(e);
        }
    }
}
