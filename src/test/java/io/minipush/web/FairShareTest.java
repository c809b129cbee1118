package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with 4 places and room for 20 who wait, behind which every request takes as long as the test likes. */
class FairShareTest {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GREEDY = "Bearer greedy";
    private static final String MODEST = "Bearer modest";

    private final List<String> inside = new CopyOnWriteArrayList<>();
    private final Semaphore mayEnd = new Semaphore(0);
    private final QoSHandler bounded = new FairShare(4, 20, request -> true);
    private final Server server = new Server(new QueuedThreadPool(12, 4));
    private URI uri;

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        bounded.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                inside.add(String.valueOf(request.getHeaders().get("Authorization")));
                mayEnd.acquire();
                callback.succeeded();
                return true;
            }
        });
        server.setHandler(bounded);
        server.start();
        uri = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @AfterEach
    void stop() throws Exception {
        mayEnd.release(1000);
        server.stop();
    }

    private List<CompletableFuture<Integer>> ask(int times, String authorization) {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
            answers.add(CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode));
        }
        return answers;
    }

    private void awaitWaiting(int count) {
        await().atMost(PATIENCE).until(() -> inside.size() == 4 && bounded.getSuspendedRequestCount() == count);
    }

    @Test
    void theNextPlaceIsForWhoeverHasLittleUnderWay() {
        ask(12, GREEDY);
        awaitWaiting(8);
        ask(1, MODEST);
        ask(1, null);
        awaitWaiting(10);
        mayEnd.release(2);
        await().atMost(PATIENCE).until(() -> inside.size() == 6);
        assertThat(inside.subList(4, 6)).containsExactlyInAnyOrder(MODEST, "null");
        mayEnd.release(1);
        await().atMost(PATIENCE).until(() -> inside.size() == 7);
        assertThat(inside.get(6)).isEqualTo(GREEDY);
    }

    @Test
    void oneAloneMayHaveAllPlacesButNotAllRoomToWait() {
        List<CompletableFuture<Integer>> greedy = ask(30, GREEDY);
        awaitWaiting(18);
        await().atMost(PATIENCE).until(() -> greedy.stream().filter(CompletableFuture::isDone).count() == 8);
        assertThat(greedy.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join)).containsOnly(503);
        List<CompletableFuture<Integer>> modest = ask(2, MODEST);
        awaitWaiting(20);
        mayEnd.release(100);
        assertThat(modest.stream().map(CompletableFuture::join)).containsOnly(200);
        assertThat(greedy.stream().map(CompletableFuture::join).filter(status -> status == 200)).hasSize(22);
    }

    @Test
    void whoHasComeToAnEndHasNothingUnderWayAnyMore() {
        mayEnd.release(100);
        assertThat(ask(22, GREEDY).stream().map(CompletableFuture::join)).containsOnly(200);
        mayEnd.drainPermits();
        inside.clear();
        ask(4, MODEST);
        awaitWaiting(0);
        ask(1, MODEST);
        ask(1, GREEDY);
        awaitWaiting(2);
        mayEnd.release(1);
        await().atMost(PATIENCE).until(() -> inside.size() == 5);
        assertThat(inside.get(4)).isEqualTo(GREEDY);
    }
}
