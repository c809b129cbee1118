package io.minipush.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.minipush.jms.EmbeddedBroker;
import io.minipush.settings.Settings;

/** A JMS broker in a process of its own, that can be killed and started again on its journal. */
final class BrokerProcess implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = FreePort.find();
    private Process process;

    /** @param folder gets journal and log */
    BrokerProcess(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kill-broker"));
    }

    /** The broker process itself: a folder and a port, until it is killed. */
    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker.start(Path.of(arguments[0]),
                new Settings.Jms(Settings.Jms.EMBEDDED, new Settings.Address(LOOPBACK, Integer.parseInt(arguments[1])), "", "", false));
    }

    /** Returns when it accepts connections. */
    void start() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path log = folder.resolve("broker.log");
        process = JavaProcess.of(BrokerProcess.class, List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                List.of(folder.resolve("journal").toString(), Integer.toString(port)), log).start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the broker does not come up; see " + log);
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code kill -9}. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    String url() {
        return "tcp://" + LOOPBACK + ":" + port;
    }

    @Override
    public void close() {
        kill();
    }
}
