package io.minipush.jms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.minipush.settings.Settings;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * An Artemis broker with the queues of the gateway, whose journal survives a {@code kill -9}. It listens where it is told and,
 * for this process, in memory.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final long MEGABYTE = 1024 * 1024;
    /** Above this the broker makes producers wait; the usual 90 % would stop it on many a healthy disk. */
    private static final int MOST_DISK_PERCENT = 97;

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final String memoryUrl;
    private final int port;

    private EmbeddedBroker(Path journal, Settings.Jms settings) throws Exception {
        int number = NUMBERS.incrementAndGet();
        this.memoryUrl = "vm://" + number;
        this.port = freePort(settings.listen());
        server.setConfiguration(configuration(journal, settings, number));
        if (!settings.user().isEmpty()) {
            server.setSecurityManager(oneUser(settings));
        }
    }

    /**
     * Starts it on its journal.
     *
     * @throws Exception if it does not come up: port taken, disk full, journal of another version
     */
    public static EmbeddedBroker start(Path journal, Settings.Jms settings) throws Exception {
        EmbeddedBroker broker = new EmbeddedBroker(journal, settings);
        try {
            broker.server.start();
            if (!broker.server.getActiveMQServer().waitForActivation(30, java.util.concurrent.TimeUnit.SECONDS)) {
                throw new IOException("the broker did not get its journal within 30 s");
            }
            return broker;
        } catch (Exception e) {
            broker.close();
            throw e;
        }
    }

    /** Says at once that a port is taken; the broker itself would only log it. */
    private static int freePort(Settings.Address listen) throws IOException {
        try (ServerSocket socket = new ServerSocket(listen.port(), 1, InetAddress.getByName(listen.host()))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IOException("port " + listen.port() + " of " + listen.host() + " cannot be had (" + e.getMessage() + ")");
        }
    }

    private Configuration configuration(Path journal, Settings.Jms settings, int number) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("minipush-" + number);
        configuration.setPersistenceEnabled(true);
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalDirectory(journal.resolve("journal").toString());
        configuration.setBindingsDirectory(journal.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(journal.resolve("large").toString());
        configuration.setPagingDirectory(journal.resolve("paging").toString());
        configuration.setJournalFileSize((int) (4 * MEGABYTE));
        configuration.setGlobalMaxSize(32 * MEGABYTE);
        configuration.setMaxDiskUsage(MOST_DISK_PERCENT);
        configuration.setThreadPoolMaxSize(16);
        configuration.setScheduledThreadPoolMaxSize(2);
        configuration.setJMXManagementEnabled(false);
        configuration.setMessageCounterEnabled(false);
        configuration.setSecurityEnabled(!settings.user().isEmpty());
        configuration.addAcceptorConfiguration("tcp", "tcp://" + settings.listen().host() + ":" + port + "?protocols=CORE");
        configuration.addAcceptorConfiguration("memory", memoryUrl);
        configuration.addAddressSetting("#", new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                // A message is given up by the gateway, with a reason, and never by a count of tries.
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(1000)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(30_000)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false));
        for (String queue : Queues.ALL) {
            configuration.addAddressConfiguration(new CoreAddressConfiguration().setName(queue).addRoutingType(RoutingType.ANYCAST)
                    .addQueueConfig(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST).setDurable(true)));
        }
        configuration.putSecurityRoles("#", Set.of(new Role("all", true, true, true, true, true, true, true, true, true, true)));
        return configuration;
    }

    private static ActiveMQJAASSecurityManager oneUser(Settings.Jms settings) {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(settings.user(), settings.password());
        users.addRole(settings.user(), "all");
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
    }

    /** For clients in this process. */
    public String memoryUrl() {
        return memoryUrl;
    }

    /** Where it really listens. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker did not stop in order", e);
        }
    }
}
