package io.minipush.jms;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.health.Readiness;
import io.minipush.settings.Settings;
import io.minipush.storage.OneCommit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.JmsTransactionManager;

/** The JMS door of this gateway: its way to a broker, and the broker itself where none is named. */
public final class JmsParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JmsParts.class);
    private static final int LOOK_AGAIN_SECONDS = 5;
    private static final int LOOK_AGAIN_FOR_OTHERS_MILLIS = 2000;
    private static final int CONSUMERS = 2;

    private final Settings.Jms settings;
    private final Path journal;
    private final WatchedConnections connections;
    private ScheduledExecutorService starter;
    private volatile EmbeddedBroker broker;
    private volatile String fault;
    private boolean closed;

    /** Binds what the JMS routes name and starts the embedded broker; before the routes start. */
    public JmsParts(CamelContext context, Settings settings, MeterRegistry meters, Readiness readiness) {
        this.settings = settings.jms();
        this.journal = settings.home().resolve("broker");
        this.connections = new WatchedConnections(this::url, this.settings.user(), this.settings.password());
        JmsComponent jms = new JmsComponent();
        // The same for listeners and senders: what is put aside goes by the session of the message it came with, in one commit.
        jms.setConnectionFactory(connections);
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setConcurrentConsumers(CONSUMERS);
        jms.setRecoveryInterval(LOOK_AGAIN_FOR_OTHERS_MILLIS);
        // A broker that takes its time does not hold up the other doors.
        jms.setAsyncStartListener(true);
        jms.setAutoStartup(!this.settings.isNone());
        jms.setMapJmsMessage(false);
        // A producer that asks for a reply does not get to say where the gateway sends something.
        jms.setDisableReplyTo(true);
        jms.setAcceptMessagesWhileStopping(false);
        jms.setHeaderFilterStrategy(new JmsHeaders());
        context.addComponent("jms", jms);
        context.getRegistry().bind("one-commit-at-broker", new OneCommit(new JmsTransactionManager(connections)));
        context.getRegistry().bind("jmsDoor", new JmsSteps(settings.apps().keySet(), meters));
        if (this.settings.isNone()) {
            return;
        }
        readiness.warn(connections::warning);
        if (this.settings.isEmbedded()) {
            readiness.warn(() -> Optional.ofNullable(fault).map(reason -> "the embedded JMS broker is not up: " + reason));
            startBroker();
            starter = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "start-broker");
            starter.scheduleWithFixedDelay(this::startBroker, LOOK_AGAIN_SECONDS, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    private synchronized void startBroker() {
        if (broker != null || closed) {
            return;
        }
        try {
            broker = EmbeddedBroker.start(journal, settings);
            fault = null;
            LOG.info("The embedded JMS broker listens on {}:{}", settings.listen().host(), broker.port());
        } catch (Exception e) {
            if (fault == null) {
                LOG.warn("The embedded JMS broker does not start ({}); the other doors work, and it is tried again every {} s",
                        e.getMessage(), LOOK_AGAIN_SECONDS);
            }
            fault = e.getMessage();
        }
    }

    private String url() {
        if (!settings.isEmbedded()) {
            return settings.url();
        }
        EmbeddedBroker running = broker;
        return running == null ? null : running.memoryUrl();
    }

    /** Where the embedded broker listens; empty if there is none, or it is not up. */
    public Optional<Integer> port() {
        return Optional.ofNullable(broker).map(EmbeddedBroker::port);
    }

    /** Before the routes stop, so that none of them waits for a broker that is away. */
    public void stop() {
        connections.stop();
    }

    /** After the routes have stopped. */
    @Override
    public synchronized void close() {
        closed = true;
        if (starter != null) {
            starter.shutdownNow();
        }
        connections.close();
        if (broker != null) {
            broker.close();
        }
    }
}
