package io.minipush.jms;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.drill.FreePort;
import io.minipush.settings.Settings;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker or a database that is away for a while, and a gateway that is closed in the middle: nothing is lost, nothing comes twice. */
class JmsOutagesIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    /** Less than the 30 s for which the broker's client would wait by itself. */
    private static final Duration QUICKLY = Duration.ofSeconds(25);
    private static final String ALL = "SELECT count(*) FROM notification";
    private static final String BAD = "{\"touser\":\"o-1\"}";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private Future<Integer> sent;
    private ServerSocket mute;

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        if (mute != null) {
            mute.close();
        }
    }

    private static RunningGateway start(EmbeddedDatabase.Login login, String... settings) throws Exception {
        RunningGateway gateway = RunningGateway.on(login, settings);
        gateway.holdSender();
        return gateway;
    }

    private static ServerSocket listen(int port) throws Exception {
        return new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
    }

    private static EmbeddedBroker broker(Path journal, int port) throws Exception {
        return EmbeddedBroker.start(journal, new Settings.Jms(Settings.Jms.EMBEDDED, new Settings.Address("127.0.0.1", port), "", "", false));
    }

    private static String good(int number) {
        return "{\"touser\":\"o-" + number + "\",\"template_id\":\"T\",\"data\":{}}";
    }

    /** One bad item in each tenth. */
    private static void send(QueueClient client, int first, int count) throws Exception {
        List<Message> messages = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            messages.add(client.text(i % 10 == 0 ? "[" + good(i) + "," + BAD + "]" : good(i), "app_id", APP, "idempotency_key", "message-" + i));
        }
        client.sendAll(Queues.NOTIFICATIONS, messages);
    }

    /** Whether messages can be stored at present; a request without a key always can. */
    private static void storing(RunningGateway gateway, boolean possible) throws Exception {
        gateway.update(possible ? "ALTER TABLE idempotency_away RENAME TO idempotency" : "ALTER TABLE idempotency RENAME TO idempotency_away");
    }

    /** A producer that goes on while the gateway, and the broker with it, ends. Returns the first of which it does not know whether it is there. */
    private static int sendUntilTheBrokerIsGone(int port, int first) throws Exception {
        int count = first;
        try (QueueClient client = QueueClient.on(port)) {
            while (true) {
                send(client, count, 1);
                count++;
            }
        } catch (JMSException e) {
            return count;
        }
    }

    private static void assertAllOnce(RunningGateway gateway, int count) {
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.count("SELECT count(DISTINCT touser) FROM notification")).isEqualTo(count));
        assertNoneTwice(gateway, count);
    }

    private static void assertNoneTwice(RunningGateway gateway, int count) {
        await().during(Duration.ofMillis(500)).untilAsserted(() -> assertThat(gateway.count(ALL)).isEqualTo(count));
    }

    private static List<String> warnings(RunningGateway gateway) throws Exception {
        var ready = gateway.getManagement("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        List<String> warnings = new ArrayList<>();
        for (JsonNode warning : RunningGateway.json(ready).path("warnings")) {
            if (warning.toString().matches("(?i).*(jms|broker).*")) {
                warnings.add(warning.toString());
            }
        }
        return warnings;
    }

    private static void assertRestWorks(RunningGateway gateway, int number) throws Exception {
        assertThat(gateway.post(NOTIFICATIONS, good(number)).statusCode()).isEqualTo(202);
    }

    /** Opened before a gateway, it sees how long that one took to close. */
    private static final class Patience implements AutoCloseable {
        private long begin;

        void begin() {
            begin = System.nanoTime();
        }

        @Override
        public void close() {
            // A test that fails earlier fails for its own reason.
            assertThat(begin == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begin)).isLessThan(QUICKLY);
        }
    }

    @Test
    void aBrokerThatComesAndGoesStopsNothingElseAndLosesNothing() throws Exception {
        int port = FreePort.find();
        try (HeardLog log = new HeardLog()) {
            try (Patience patience = new Patience();
                    RunningGateway gateway = start(TestDatabases.create(Dialect.H2), "MINIPUSH_JMS_URL", "tcp://127.0.0.1:" + port)) {
                assertRestWorks(gateway, 0);
                await().atMost(LONG).until(() -> !warnings(gateway).isEmpty());
                assertThat(warnings(gateway)).singleElement().asString().contains("JMS broker is away");
                whileBrokerIsThere(port, client -> {
                    send(client, 1, 20);
                    assertAllOnce(gateway, 21);
                    assertThat(warnings(gateway)).isEmpty();
                    send(client, 21, 100);
                    assertAllOnce(gateway, 121);
                    // What comes now is in the hands of the door when the broker goes, and is committed while it is away.
                    storing(gateway, false);
                    send(client, 121, 200);
                    await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> gateway.count(ALL) == 121);
                });
                storing(gateway, true);
                assertRestWorks(gateway, 321);
                await().atMost(LONG).until(() -> !warnings(gateway).isEmpty());
                assertRestWorks(gateway, 322);
                whileBrokerIsThere(port, client -> {
                    assertThat(gateway.count(ALL)).as("it went away in the middle").isLessThan(323);
                    assertAllOnce(gateway, 323);
                    assertThat(client.browse(Queues.NOTIFICATIONS)).isEmpty();
                    assertThat(client.browse(Queues.INVALID)).hasSize(32);
                    assertThat(warnings(gateway)).isEmpty();
                });
                await().atMost(LONG).until(() -> !warnings(gateway).isEmpty());
                // Somebody else has the port, and says nothing.
                mute = listen(port);
                mute.accept();
                patience.begin();
            }
            assertThat(log.lines()).hasSize(5);
            for (int i = 0; i < 5; i++) {
                assertThat(log.lines().get(i)).startsWith(i % 2 == 0 ? "WARN The JMS broker is away (" : "INFO The JMS broker is back");
            }
            assertThat(log.stackTraces()).isZero();
        }
    }

    private interface Step {
        void with(QueueClient client) throws Exception;
    }

    private void whileBrokerIsThere(int port, Step step) throws Exception {
        try (EmbeddedBroker broker = broker(folder, port); QueueClient client = QueueClient.on(broker.port())) {
            step.with(client);
        }
    }

    @Test
    void aTakenPortAndAMissingTableAndAnEndInTheMiddleLoseNothing() throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(Dialect.H2);
        int port = FreePort.find();
        ServerSocket taken = listen(port);
        String[] settings = {"MINIPUSH_JMS_URL", "embedded", "MINIPUSH_JMS_PORT", "" + port, "MINIPUSH_HOME", folder.toString()};
        try (HeardLog log = new HeardLog(); Patience patience = new Patience(); RunningGateway gateway = start(login, settings)) {
            assertRestWorks(gateway, 0);
            assertThat(gateway.gateway().jmsPort()).isEmpty();
            assertThat(warnings(gateway)).singleElement().asString().contains("port " + port + " of 127.0.0.1 cannot be had");
            taken.close();
            await().atMost(LONG).until(() -> gateway.gateway().jmsPort().isPresent());
            assertThat(gateway.gateway().jmsPort()).contains(port);
            await().atMost(LONG).until(() -> warnings(gateway).isEmpty());
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(0)).startsWith("WARN The embedded JMS broker does not start (port " + port);
            assertThat(log.lines().get(1)).isEqualTo("INFO The embedded JMS broker listens on 127.0.0.1:" + port);

            try (QueueClient client = QueueClient.on(port)) {
                // A first one, so that both consumers are known to be there.
                send(client, 1, 1);
                assertAllOnce(gateway, 2);
                storing(gateway, false);
                send(client, 2, 20);
                await().during(Duration.ofSeconds(2)).atMost(LONG).untilAsserted(() -> {
                    assertThat(client.browse(Queues.INVALID)).isEmpty();
                    assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(2);
                });
                storing(gateway, true);
                assertAllOnce(gateway, 22);
                assertThat(client.drain(Queues.INVALID, 2)).hasSize(2);
            }
            sent = threads.submit(() -> sendUntilTheBrokerIsGone(port, 22));
            await().atMost(LONG).until(() -> gateway.count(ALL) > 100);
            patience.begin();
        }
        int unknown = sent.get();
        try (Patience patience = new Patience(); RunningGateway gateway = start(login, settings)) {
            try (QueueClient client = QueueClient.on(port)) {
                send(client, unknown, 1);
                assertAllOnce(gateway, unknown + 1);
                int invalid = client.browse(Queues.INVALID).size();
                assertThat(invalid).as("each bad item; of the repeated message perhaps twice").isBetween(unknown / 10 - 2, unknown / 10 - 1);
                storing(gateway, false);
                send(client, unknown + 1, 3);
                await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> client.browse(Queues.INVALID).size() == invalid);
            }
            patience.begin();
        }
        try (EmbeddedBroker broker = broker(folder.resolve("broker"), port); QueueClient client = QueueClient.on(port)) {
            assertThat(broker.port()).isEqualTo(port);
            assertThat(client.drain(Queues.NOTIFICATIONS, 3)).as("what the last one could not take in").hasSize(3);
        }
    }

    @Test
    void whereNoBrokerIsWantedThereIsNone() throws Exception {
        int port = FreePort.find();
        try (HeardLog log = new HeardLog();
                RunningGateway gateway = start(TestDatabases.create(Dialect.H2), "MINIPUSH_JMS_PORT", "" + port, "MINIPUSH_HOME", folder.toString())) {
            assertThat(gateway.gateway().jmsPort()).isEmpty();
            assertThat(warnings(gateway)).isEmpty();
            assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
            assertThat(Files.exists(folder.resolve("broker"))).isFalse();
            assertRestWorks(gateway, 1);
            assertThat(log.lines()).isEmpty();
        }
    }
}
