package io.minipush.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Predicate;

import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What the two web servers have in common. Each has its own threads, so that one cannot starve the other. */
final class Servers {

    private static final long GRACE_MILLIS = 5_000;
    /** At a stop, for connections on which nothing moves: clients keep them open for later, and a stop would wait for each. */
    private static final long IDLE_MILLIS_AT_STOP = 200;
    private static final int LONGEST_HEADERS = 8 << 10;
    /** Threads that no request gets, so that there is somebody to say no. */
    static final int SPARE_THREADS = 6;
    /** Requests that wait without a thread, for each that is served; they have little more than their headers in memory. */
    private static final int WAITING_EACH = 5;
    /** For each thread; beyond them, the next ones wait at the operating system. */
    private static final int CONNECTIONS_EACH = 10;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private Servers() {
    }

    /**
     * @param body    how long a request may take after its headers, until it is there whole
     * @param handler each of whose requests is {@link #bounded}
     */
    static Server open(String name, int threads, Settings.Address address, Setting port, Duration body, Handler handler) throws Exception {
        QueuedThreadPool pool = new QueuedThreadPool(threads, 4);
        pool.setName(name);
        Server server = new Server(pool);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(LONGEST_HEADERS);
        // Jetty's cache of header fields compares values without regard to case: a key or an idempotency key would be taken for
        // another one that came earlier on the same connection.
        http.setHeaderCacheSize(0);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        Duration request = Deadlines.inForce().request();
        connector.setIdleTimeout(request.toMillis());
        connector.setShutdownIdleTimeout(IDLE_MILLIS_AT_STOP);
        SlowClients slow = new SlowClients(connector.getScheduler(), request, body, new Doorkeeper(handler));
        connector.addBean(slow.connections());
        server.addConnector(connector);
        server.setErrorHandler(new ProblemHandler());
        server.setHandler(new GracefulHandler(slow));
        server.addBean(new NetworkConnectionLimit(threads * CONNECTIONS_EACH, server));
        server.setStopTimeout(GRACE_MILLIS);
        try {
            connector.open();
        } catch (java.io.IOException e) {
            throw new InvalidSetting(port.variable(), "cannot listen on " + address + " (" + e.getMessage() + ")", port.example);
        }
        server.start();
        return server;
    }

    /**
     * At most so many of these requests at a time. Of more some wait a little, and those who cannot wait are told when to come again: 503, by
     * {@link ProblemHandler}. No caller takes the turn of the others: {@link FairShare}.
     */
    static Handler bounded(Handler handler, int requests, Predicate<Request> which) {
        QoSHandler bounded = new FairShare(requests, requests * WAITING_EACH, which);
        bounded.setHandler(handler);
        bounded.setMaxSuspend(LONGEST_WAIT);
        return bounded;
    }

    /** A whole answer of a handler that is no servlet. */
    static void answer(Response response, Callback callback, int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    static int port(Server server) {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /** Takes no more connections, and waits a few seconds for the answers on the way. */
    static void close(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            // what had not been answered in time is cut off; the server is down all the same
        }
    }
}
