package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;

import io.minipush.access.GuessThrottle;
import io.minipush.access.KeysEditor;
import io.minipush.access.Role;
import io.minipush.storage.Dialect;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Somebody guesses keys, at each of the doors in turn, while others work from the same address. How long it lasts stands in {@code GuessThrottleTest}. */
class GuessesIT {

    private static final String GOOD = "{\"touser\":\"o1\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";
    private static final String LATER = "mp_a-key-as-the-command-makes-them-0123456789";

    @TempDir
    private static Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(GuessThrottle.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningGateway gateway;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    private String api(String key) throws Exception {
        HttpResponse<String> response = gateway.post(NOTIFICATIONS, GOOD, "Authorization", "Bearer " + key);
        return answer(response, response.statusCode() == 429 ? "application/problem+json" : null);
    }

    private String console(String key) throws Exception {
        return answer(RunningGateway.send(RunningGateway.request(gateway.management("/hawtio/user"), "Authorization", "Bearer " + key).GET()), null);
    }

    private String login(String key) throws Exception {
        return answer(RunningGateway.send(RunningGateway.request(gateway.management("/login"), "Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("key=" + key))), null);
    }

    private String sdk(String key) throws Exception {
        return json(gateway.get("/cgi-bin/token?grant_type=client_credential&appid=" + APP + "&secret=" + key)).path("errcode").toString();
    }

    private static String answer(HttpResponse<String> response, String type) {
        if (response.statusCode() == 429) {
            assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 60);
        }
        if (type != null) {
            assertThat(response.headers().firstValue("Content-Type")).contains(type);
        }
        return Integer.toString(response.statusCode());
    }

    @Test
    void whoeverGuessesHearsNothingMoreAndNobodyElseIsShutOut() throws Exception {
        Path file = folder.resolve("keys.yaml");
        for (String key : new String[] {"working", "idle", LATER}) {
            new KeysEditor(file).add(KeysEditor.keyOf(key, key, Set.of(Role.SEND, Role.OPS), Set.of(), false), "2026-01-01", null);
        }
        try (RunningGateway running = RunningGateway.on(Dialect.H2, "MINIPUSH_KEYS_FILE", file.toString())) {
            gateway = running;
            assertThat(api("working")).isEqualTo("202");
            assertThat(console("idle")).isEqualTo("200");
            String cookie = RunningGateway.send(RunningGateway.request(gateway.management("/login"), "Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("key=idle"))).headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");

            // Some at each door.
            int atTheApi = GuessThrottle.MOST_WRONG - 6;
            for (int i = 0; i < atTheApi; i++) {
                assertThat(api("wrong-" + i)).isEqualTo("401");
            }
            for (int i = 0; i < 2; i++) {
                assertThat(console("wrong+" + i)).isEqualTo("401");
                assertThat(login("wrong*" + i)).isEqualTo("401");
                assertThat(sdk("wrong_" + i)).isEqualTo("40125");
            }

            for (String key : new String[] {"wrong", "idle"}) {
                assertThat(api(key)).as(key).isEqualTo("429");
                assertThat(console(key)).as(key).isEqualTo("429");
                assertThat(login(key)).as(key).isEqualTo("429");
                assertThat(sdk(key)).as(key).isEqualTo("45011");
            }
            assertThat(api("working")).as("worked from here before").isEqualTo("202");
            assertThat(sdk("working")).isEqualTo("");
            assertThat(login("working")).as("a person can wait").isEqualTo("429");
            assertThat(api(LATER)).as("came later, and cannot be a guess").isEqualTo("202");
            assertThat(login(LATER)).isEqualTo("303");
            assertThat(RunningGateway.send(RunningGateway.request(gateway.management("/hawtio/user"), "Cookie", cookie).GET()).statusCode()).as("who is in stays in").isEqualTo(200);
            assertThat(gateway.get("/v1/apps").statusCode()).as("no key is no guess").isEqualTo(401);

            assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(GuessThrottle.MOST_WRONG + " wrong keys within a minute from 127.0.0.1: for the next 60 s it is answered 429");
            assertThat(gateway.getManagement("/metrics").body()).contains(
                    "minipush_keys_refused_total{door=\"api\",outcome=\"wrong\"} " + atTheApi + ".0", "minipush_keys_refused_total{door=\"console\",outcome=\"wrong\"} 4.0",
                    "minipush_keys_refused_total{door=\"sdk\",outcome=\"wrong\"} 2.0", "minipush_keys_refused_total{door=\"sdk\",outcome=\"paused\"} 2.0");
        }
    }
}
