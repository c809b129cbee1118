package io.minipush.dispatch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A platform that answers posts as a test wants it, whatever its calls are named; it remembers all that it received. */
final class StandIn implements AutoCloseable {

    /** Instead of an answer: the message has arrived, and the connection is cut. */
    static final String CUT = "cut";
    static final String OK = "{\"errcode\":0,\"errmsg\":\"ok\"}";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A message as it came. */
    record Received(String path, JsonNode message) {

        String touser() {
            return message.path("touser").asText();
        }

        String text() {
            return message.path("data").elements().next().path("value").asText();
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> ofUser = new ConcurrentHashMap<>();
    private final AtomicInteger mostOfOneUser = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private volatile Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
    private volatile Function<Received, String> answers = message -> OK;

    StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param next what a message is answered from now on: JSON, or {@link #CUT} */
    void answer(Function<Received, String> next) {
        answers = next;
    }

    /** Takes messages and does not answer until {@link #release}. */
    void hold() {
        gate = new Semaphore(0);
    }

    void release() {
        gate.release(1_000_000);
    }

    /** Messages that have been received and wait for their answers. */
    int held() {
        return held.get();
    }

    List<Received> received() {
        return received;
    }

    /** Of how many messages at most one user had got before an answer to the first was sent. */
    int mostOfOneUser() {
        return mostOfOneUser.get();
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.endsWith("token")) {
            reply(exchange, "{\"access_token\":\"T0KEN\",\"expires_in\":7200}");
            return;
        }
        if (path.startsWith("/wxaapi/") || path.startsWith("/cgi-bin/openapi/")) {
            // It lists no templates and tells no quotas.
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        Received message = new Received(path, JSON.readTree(body));
        received.add(message);
        AtomicInteger here = ofUser.computeIfAbsent(message.touser(), user -> new AtomicInteger());
        mostOfOneUser.accumulateAndGet(here.incrementAndGet(), Math::max);
        held.incrementAndGet();
        gate.acquire();
        held.decrementAndGet();
        String answer = answers.apply(message);
        here.decrementAndGet();
        if (!answer.equals(CUT)) {
            reply(exchange, answer);
        }
    }

    private static void reply(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
