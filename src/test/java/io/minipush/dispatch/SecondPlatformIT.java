package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.courier.Courier;
import io.minipush.settings.InvalidSetting;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The boundary of platforms holds what it promises: one that is a class, a route file and an answer policy, without WeChat's access
 * token and with formIds whose repeat proves nothing, sends beside an app on WeChat that has no token.
 */
class SecondPlatformIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String APP = "courier-app";
    private static final String PATH = "/v1/apps/" + APP;

    @TempDir
    private static Path folder;
    private static StandIn platform;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        platform = new StandIn();
        System.setProperty(Courier.URL, platform.url().toString());
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_CONFIG", config("courier").toString());
    }

    private static Path config(String name) throws Exception {
        return Files.writeString(folder.resolve(name + ".properties"),
                "minipush.apps." + APP + ".secret=not-a-real-secret\nminipush.apps." + APP + ".platform=" + name + "\n");
    }

    @AfterAll
    static void stop() {
        System.clearProperty(Courier.URL);
        gateway.close();
        platform.close();
    }

    private static String notification(String user, String text) {
        return "{\"touser\": \"" + user + "\", \"template_id\": \"T\", \"data\": {\"keyword1\": {\"value\": \"" + text + "\"}}}";
    }

    private static String send(String user, String text) throws Exception {
        var answer = gateway.post(PATH + "/notifications", notification(user, text));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return RunningGateway.json(answer).path("id").asText();
    }

    private static void collect(String user) throws Exception {
        var answer = gateway.post(PATH + "/form-ids", "{\"openid\": \"" + user + "\", \"form_id\": \"stamp-of-" + user + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static JsonNode awaitState(String id, String state) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).untilAsserted(() ->
                assertThat(RunningGateway.json(gateway.get("/v1/notifications/" + id)).path("state").asText()).isEqualTo(state));
        try {
            return RunningGateway.json(gateway.get("/v1/notifications/" + id));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachArrivesOnceAndWhatItsAnswerDidNotTellIsUncertainAtOnce() throws Exception {
        platform.answer(message -> message.text().startsWith("cut") ? StandIn.CUT : StandIn.OK);
        List<String> sent = new ArrayList<>();
        List<String> cut = new ArrayList<>();
        for (int i : IntStream.range(0, 20).toArray()) {
            collect("o-" + i);
            (i % 4 == 0 ? cut : sent).add(send("o-" + i, (i % 4 == 0 ? "cut " : "kept ") + i));
        }
        sent.forEach(id -> awaitState(id, "sent"));
        for (String id : cut) {
            assertThat(awaitState(id, "uncertain").path("attempts").asInt()).isEqualTo(1);
        }
        List<String> texts = platform.received().stream().filter(one -> one.touser().matches("o-\\d+")).map(StandIn.Received::text).toList();
        assertThat(texts).hasSize(20).doesNotHaveDuplicates();
        assertThat(platform.received()).allSatisfy(one -> {
            assertThat(one.path()).isEqualTo("/courier/send");
            assertThat(one.message().path("form_id").asText()).isEqualTo("stamp-of-" + one.touser());
        });
        JsonNode books = RunningGateway.json(gateway.get(PATH + "/books"));
        assertThat(books.at("/notifications/difference").asLong()).isZero();
        assertThat(books.at("/credits/difference").asLong()).isZero();
    }

    @Test
    void itsNumbersMeanWhatItsOwnTableSays() throws Exception {
        platform.answer(message -> "{\"errcode\":" + message.text() + "}");
        for (String user : List.of("u-busy", "u-content", "u-unknown")) {
            collect(user);
        }
        assertThat(awaitState(send("u-content", "40001"), "failed").path("errcode").asInt()).as("a token's code elsewhere").isEqualTo(40001);
        assertThat(awaitState(send("u-unknown", "41029"), "failed").path("errcode").asInt()).as("a used formId elsewhere").isEqualTo(41029);
        String busy = send("u-busy", "1");
        await().atMost(LONG).until(() -> RunningGateway.json(gateway.get("/v1/notifications/" + busy)).path("errcode").asInt() == 1);
        platform.answer(message -> StandIn.OK);
        awaitState(busy, "sent");
    }

    @Test
    void whatItDoesNotHaveIsNotOffered() throws Exception {
        var subscribe = gateway.post(PATH + "/notifications", notification("o-1", "x").replaceFirst("\\{", "{\"channel\": \"subscribe\", "));
        assertThat(subscribe.statusCode()).as(subscribe.body()).isEqualTo(422);
        assertThat(RunningGateway.json(subscribe).at("/errors/0/pointer").asText()).isEqualTo("/channel");
        assertThat(gateway.get(PATH + "/token").statusCode()).isEqualTo(404);
    }

    @Test
    void aPlatformThatIsNotThereStopsTheStartWithOneLine() {
        assertThatThrownBy(() -> RunningGateway.on(Dialect.H2, "MINIPUSH_CONFIG", config("pigeon").toString())).isInstanceOf(InvalidSetting.class)
                .hasMessage("minipush.apps.courier-app.platform: there is no platform 'pigeon'; there are courier, wechat. Example: wechat");
    }
}
