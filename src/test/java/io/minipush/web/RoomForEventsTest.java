package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;

/** The platform gets a thread however many others wait for the database. */
class RoomForEventsTest {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aServerFullOfOthersStillAnswersThePlatform() throws Exception {
        CountDownLatch databaseIsBack = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        Server server = new Server(new QueuedThreadPool(12, 4));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(ApiServer.inTwoLines(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                if (!Verbs.mayBeSigned(request.getHttpURI().getPath())) {
                    inside.incrementAndGet();
                    databaseIsBack.await();
                }
                callback.succeeded();
                return true;
            }
        }, 4, 2));
        server.start();
        try {
            URI base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
            for (int i = 0; i < 20; i++) {
                CLIENT.sendAsync(HttpRequest.newBuilder(base.resolve("/v1/apps")).build(), HttpResponse.BodyHandlers.discarding());
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> inside.get() == 4);
            HttpRequest event = HttpRequest.newBuilder(base.resolve("/v1/apps/wx1/events?signature=s")).timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofString("{}")).build();
            assertThat(CLIENT.send(event, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
            assertThat(inside).as("the others are where they were").hasValue(4);
        } finally {
            databaseIsBack.countDown();
            server.stop();
        }
    }
}
