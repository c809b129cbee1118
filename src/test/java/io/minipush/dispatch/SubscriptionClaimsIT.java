package io.minipush.dispatch;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;
import io.minipush.credit.Purse;
import io.minipush.notification.Channel;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which credits a notification gets that needs a subscription, and which never. The platform takes whatever is posted. */
class SubscriptionClaimsIT {

    private HttpServer platform;
    private RunningGateway gateway;

    @BeforeEach
    void startPlatform() throws Exception {
        byte[] answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":1,\"access_token\":\"T\",\"expires_in\":7200}".getBytes(StandardCharsets.UTF_8);
        platform = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        platform.setExecutor(Executors.newCachedThreadPool());
        platform.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        platform.start();
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        platform.stop(0);
    }

    /** Takes in a notification as a door does. */
    private void accept(String id, String user, String template, Channel channel) throws Exception {
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString().replaceAll("[TZ]", " ").strip();
        String purse = channel == Channel.SUBSCRIBE ? Purse.of(user, template) : Purse.of(user);
        gateway.update("INSERT INTO notification (id, app_id, state, touser, template_id, channel, purse, message, on_no_credit, created_at, updated_at, expires_at, due_at)"
                + " VALUES ('" + id + "', '" + APP + "', 'accepted', '" + user + "', '" + template + "', '" + channel.word() + "', '" + purse
                + "', '{\"page\":\"index\",\"data\":{}}', 'wait', TIMESTAMP '" + now + "', TIMESTAMP '" + now + "', TIMESTAMP '2999-01-01 00:00:00', TIMESTAMP '" + now + "')");
        gateway.update("INSERT INTO book_entry (app_id, taken_in) VALUES ('" + APP + "', 1)");
    }

    private void subscribe(String user, String... templates) throws Exception {
        var answer = gateway.post("/v1/apps/" + APP + "/subscriptions", "{\"openid\":\"" + user + "\",\"accepted\":[\"" + String.join("\",\"", templates) + "\"]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private void awaitStates(int waiting, int sent) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(in("waiting")).isEqualTo(waiting);
            assertThat(in("sent")).isEqualTo(sent);
        });
    }

    private long in(String state) throws Exception {
        return gateway.count("SELECT count(*) FROM notification WHERE state = '" + state + "'");
    }

    private long credits(String purse) throws Exception {
        return gateway.count("SELECT count(*) FROM credit WHERE purse = '" + purse + "'");
    }

    private String state(String id) throws Exception {
        return (String) gateway.query("SELECT state FROM notification WHERE id = '" + id + "'");
    }

    @ParameterizedTest
    @EnumSource
    void aWaitingNotificationIsWokenByASubscriptionOfItsOwnUserAndTemplateOnly(Dialect dialect) throws Exception {
        gateway = RunningGateway.on(dialect, "MINIPUSH_WECHAT_URL", "http://127.0.0.1:" + platform.getAddress().getPort());
        // What none of them may take: a formId, another template's, another user's, one whose letters only look alike.
        assertThat(gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"u\",\"form_id\":\"F\"}").statusCode()).isEqualTo(201);
        subscribe("u", "B", "a");
        subscribe("v", "A");
        subscribe("U", "A");
        subscribe("w", "A");
        List<String> others = List.of(Purse.of("u"), Purse.of("u", "B"), Purse.of("u", "a"), Purse.of("v", "A"),
                Purse.of("U", "A"), Purse.of("w", "A"));
        for (int i = 1; i <= 3; i++) {
            accept("N" + i, "u", "A", Channel.SUBSCRIBE);
        }
        // And it needs a formId: a subscription is none.
        accept("M", "w", "A", Channel.TEMPLATE);
        awaitStates(4, 0);

        subscribe("u", "A");
        awaitStates(3, 1);
        assertThat(state("N1")).as("the oldest goes first").isEqualTo("sent");
        subscribe("u", "A", "A");
        awaitStates(1, 3);
        assertThat(state("M")).isEqualTo("waiting");
        assertThat(others).allSatisfy(purse -> assertThat(credits(purse)).isEqualTo(1));
        assertThat(credits(Purse.of("u", "A"))).isZero();

        var books = json(gateway.get("/v1/apps/" + APP + "/books"));
        assertThat(books.at("/notifications/difference").longValue()).as(books.toString()).isZero();
        assertThat(books.at("/credits/difference").longValue()).as(books.toString()).isZero();
        assertThat(books.at("/credits/used").longValue()).isEqualTo(3);
    }
}
