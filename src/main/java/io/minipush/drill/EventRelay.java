package io.minipush.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands before the nodes as a company's reverse proxy does: what the platform tells goes to some node, and to another one if
 * that one does not answer. So a node may have an event on its disk without having said so, and another gets it too.
 */
final class EventRelay implements AutoCloseable {

    /** Longer than any node stays away. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final List<URI> nodes;
    private final HttpServer server;

    EventRelay(List<URI> nodes) throws IOException {
        this.nodes = List.copyOf(nodes);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(Drill.THREADS);
        server.start();
    }

    /** Where the platform is to push the events of each app. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/apps/{appid}/events";
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder().timeout(Duration.ofSeconds(5))
                    .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            HttpResponse<byte[]> response = insist(request, exchange.getRequestURI());
            exchange.sendResponseHeaders(response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(response.body());
            }
        } catch (InterruptedException e) {
            // the drill is over
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IOException if no node answers in time; the connection to the platform then ends */
    private HttpResponse<byte[]> insist(HttpRequest.Builder request, URI path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            URI node = nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
            try {
                HttpResponse<byte[]> response = http.send(request.copy().uri(node.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() < 500 && response.statusCode() != 429) {
                    return response;
                }
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
