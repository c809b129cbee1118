package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which clock runs at which moment of a connection; here time passes when the test says so. That it ends connections is seen in {@code AttackerIT}. */
class SlowClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REQUEST = Duration.ofSeconds(7);
    private static final Duration BODY = Duration.ofSeconds(3);

    private final Clocks clocks = new Clocks();
    private final Semaphore read = new Semaphore(0);
    private final Semaphore mayRead = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final Server server = new Server(new QueuedThreadPool(8, 2));
    private Socket socket;

    private static final class Clocks extends AbstractLifeCycle implements Scheduler {

        private final List<Clock> running = new CopyOnWriteArrayList<>();

        private record Clock(Duration time, Runnable end) {
        }

        @Override
        public Task schedule(Runnable end, long delay, TimeUnit unit) {
            Clock clock = new Clock(Duration.of(delay, unit.toChronoUnit()), end);
            running.add(clock);
            return () -> running.remove(clock);
        }

        List<Duration> times() {
            return running.stream().map(Clock::time).toList();
        }
    }

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        SlowClients slow = new SlowClients(clocks, REQUEST, BODY, new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                mayRead.acquire();
                Content.Source.asInputStream(request).readNBytes((int) Math.max(0, request.getLength()));
                read.release();
                mayEnd.acquire();
                response.write(true, null, callback);
                return true;
            }
        });
        connector.addBean(slow.connections());
        server.addConnector(connector);
        server.setHandler(slow);
        server.start();
        socket = new Socket("127.0.0.1", connector.getLocalPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    @AfterEach
    void stop() throws Exception {
        mayRead.release(100);
        mayEnd.release(100);
        socket.close();
        server.stop();
    }

    private void send(String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void awaitClocks(Duration... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(clocks.times()).containsExactly(expected));
    }

    private String status() throws Exception {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.substring(9, 12);
    }

    @Test
    void eachPartHasItsClockAndTheAnswerHasNone() throws Exception {
        awaitClocks(REQUEST);
        send("POST / HTTP/1.1\r\nHost: a\r\n");
        awaitClocks(REQUEST);
        send("Content-Length: 2\r\n\r\n");
        awaitClocks(BODY);
        send("a");
        mayRead.release();
        awaitClocks(BODY);
        send("b");
        assertThat(read.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        awaitClocks();
        mayEnd.release();
        assertThat(status()).isEqualTo("200");
        awaitClocks(REQUEST);
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        awaitClocks();
        mayRead.release();
        mayEnd.release();
        assertThat(status()).isEqualTo("200");
        awaitClocks(REQUEST);
        socket.close();
        awaitClocks();
    }

    @Test
    void whoLetsItRunDownIsCutOff() throws Exception {
        send("GET / HT");
        awaitClocks(REQUEST);
        clocks.running.get(0).end().run();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        awaitClocks();
    }
}
