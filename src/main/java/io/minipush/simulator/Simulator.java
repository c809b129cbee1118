package io.minipush.simulator;

import io.minipush.simulator.push.PushWorkers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A strict stand-in for the platform's API, on a loopback port. It knows the rules and keeps books of its own, so that it can
 * tell whether a client has lost a message, sent one twice or used a formId wrongly. All state is in memory and ends with it.
 */
public final class Simulator implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;
    private final Deliveries deliveries;
    private final PushWorkers pushWorkers;
    private final SimulatedPlatform platform;
    private final String host;

    private Simulator(SimulatorOptions options) {
        host = options.host();
        deliveries = new Deliveries();
        pushWorkers = new PushWorkers();
        platform = new SimulatedPlatform(options, deliveries, pushWorkers);
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setName("simulator");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(options.port());
        // a hanging request hangs until the client gives up, not until this end does
        connector.setIdleTimeout(0);
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setHandler(new PlatformHandler(new FrontDoor(platform::world, deliveries), new ControlApi(platform)));
        server.setStopTimeout(0);
    }

    /**
     * Starts a simulator; it serves when this returns.
     *
     * @throws IOException              if the port cannot be had; the cause is then a {@link java.net.BindException}
     * @throws IllegalArgumentException if the host is not a loopback address
     */
    public static Simulator start(SimulatorOptions options) throws IOException {
        if (!InetAddress.getByName(options.host()).isLoopbackAddress()) {
            throw new IllegalArgumentException("the simulator listens on a loopback address only, not on " + options.host());
        }
        Simulator simulator = new Simulator(options);
        try {
            simulator.server.start();
        } catch (Exception e) {
            simulator.close();
            throw e instanceof IOException io ? io : new IOException("the simulator cannot start", e);
        }
        return simulator;
    }

    /** The base of every call, without a slash at the end. */
    public URI url() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + port());
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** The controls. */
    public SimulatedPlatform platform() {
        return platform;
    }

    /** Cuts every connection and gives the port back. A second call does nothing. */
    @Override
    public void close() {
        deliveries.close();
        pushWorkers.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the simulator cannot stop", e);
        }
    }
}
