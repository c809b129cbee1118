package io.minipush.status;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.access.KeysEditor;
import io.minipush.access.Role;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /status.json} tells whom, and what the buttons may do. */
class StatusIT {

    private static final String OPS = "key-of-operations";
    private static final String READ = "key-of-a-reader";
    private static final String SEND = "key-of-a-producer";
    private static final String OTHER_APP = "key-of-another-app";
    private static final String OTHER = "wx1111111111111111";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;
    private static Simulator simulator;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path file = folder.resolve("keys.yaml");
        add(file, OPS, "operations", Set.of(Role.OPS, Role.SEND, Role.COLLECT), Set.of());
        add(file, READ, "reader", Set.of(Role.READ), Set.of());
        add(file, SEND, "producer", Set.of(Role.SEND), Set.of());
        add(file, OTHER_APP, "other", Set.of(Role.OPS), Set.of(OTHER));
        simulator = Simulator.start(SimulatorOptions.defaults());
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_KEYS_FILE", file.toString(), "MINIPUSH_WECHAT_URL", simulator.url().toString());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        simulator.close();
    }

    private static void add(Path file, String key, String name, Set<Role> roles, Set<String> apps) throws Exception {
        new KeysEditor(file).add(KeysEditor.keyOf(key, name, roles, apps, false), "2026-01-01", null);
    }

    private static HttpResponse<String> get(String path, String key) throws Exception {
        return RunningGateway.send(RunningGateway.request(gateway.management(path), "Authorization", "Bearer " + key).GET());
    }

    private static int deed(String key, String body, String... headers) throws Exception {
        return answerTo(key, body, headers).statusCode();
    }

    private static HttpResponse<String> answerTo(String key, String body, String... headers) throws Exception {
        HttpRequest.Builder request = RunningGateway.request(gateway.management("/status/deeds"), headers).header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return RunningGateway.send(request);
    }

    private static String wish(String deed, String more) {
        return "{\"app_id\":\"" + APP + "\",\"deed\":\"" + deed + "\"" + more + "}";
    }

    private static JsonNode app() throws Exception {
        return json(get("/status.json", READ)).get("apps").get(0);
    }

    private static List<String> causes(JsonNode app) {
        return StreamSupport.stream(app.get("findings").spliterator(), false).map(finding -> finding.get("cause").textValue()).toList();
    }

    private static void awaitCauses(String... causes) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(causes(app())).containsExactly(causes));
    }

    @Test
    void tellsEachKeyOfItsAppsOnly() throws Exception {
        // Its first beat may come after the doors have opened.
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(json(get("/status.json", READ)).get("nodes_alive").intValue()).isEqualTo(1));
        JsonNode all = json(get("/status.json", READ));
        assertThat(all.get("apps")).hasSize(1);
        assertThat(all.get("may_operate").booleanValue()).isFalse();
        assertThat(json(get("/status.json", OPS)).get("may_operate").booleanValue()).isTrue();
        assertThat(json(get("/status.json", OTHER_APP)).get("apps")).isEmpty();
        assertThat(get("/status.json", SEND).statusCode()).isEqualTo(403);
        assertThat(get("/status.json", "nobody").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesWhoMayNotAct() throws Exception {
        assertThat(deed(READ, wish("pause", ""))).isEqualTo(403);
        assertThat(deed(OTHER_APP, wish("pause", ""))).isEqualTo(404);
        assertThat(deed(OPS, wish("pause", ""), "Origin", "http://evil.example")).isEqualTo(403);
        assertThat(deed(OPS, wish("pause", ""), "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
        assertThat(deed(OPS, wish("pause", ""), "Content-Type", "text/plain")).isEqualTo(415);
        assertThat(deed(OPS, wish("destroy", ""))).isEqualTo(422);
        assertThat(deed(OPS, wish("hold", ""))).isEqualTo(422);
        assertThat(deed(OPS, "no json")).isEqualTo(400);
        assertThat(gateway.count("SELECT count(*) FROM app WHERE paused_at IS NOT NULL")).isZero();
        assertThat(get("/status/deeds", OPS).statusCode()).isEqualTo(405);
    }

    @Test
    void thePageRunsNothingButItsOwnFiles() throws Exception {
        HttpResponse<String> page = get("/", READ);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("default-src 'none'; script-src 'self'").doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("http:", "https:", "onclick", "<style");
        for (String file : List.of("/status.js", "/words.js", "/status.css")) {
            assertThat(get(file, READ).statusCode()).as(file).isEqualTo(200);
        }
    }

    /** One after the other, since each is about the same app. */
    @Test
    void saysWhyNothingLeavesUntilTheButtonMendsIt() throws Exception {
        awaitCauses();
        assertThat(deed(OPS, wish("pause", ""))).isEqualTo(204);
        JsonNode paused = app();
        assertThat(causes(paused)).containsExactly("paused");
        assertThat(paused.get("findings").get(0).get("who").textValue()).isEqualTo("status page (operations)");
        assertThat(paused.get("findings").get(0).get("since").textValue()).startsWith("20");
        assertThat(deed(OPS, wish("resume", ""))).isEqualTo(204);
        assertThat(causes(app())).isEmpty();

        assertThat(deed(OPS, wish("hold", ",\"template_id\":\"T\""))).isEqualTo(204);
        assertThat(app().get("findings").get(0).get("names").get(0).textValue()).isEqualTo("T");
        assertThat(deed(OPS, wish("release", ",\"template_id\":\"T\""))).isEqualTo(204);

        gateway.gateway().context().getRouteController().stopRoute("send-notification");
        assertThat(causes(app())).containsExactly("route_stopped");
        gateway.gateway().context().getRouteController().startRoute("send-notification");
        awaitCauses();

        assertThat(gateway.post(RunningGateway.NOTIFICATIONS, "{\"touser\":\"o-poor\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}",
                "Authorization", "Bearer " + OPS).statusCode()).isEqualTo(202);
        awaitCauses("no_credits");

        gateway.update("UPDATE notification SET state = 'failed', errcode = 40037, reason = 'template', due_at = NULL, wait_key = NULL, ended_at = updated_at");
        JsonNode failed = app().get("failed").get(0);
        assertThat(failed.get("errcode").intValue()).isEqualTo(40037);
        assertThat(failed.get("count").intValue()).isEqualTo(1);
        assertThat(answerTo(OPS, wish("retry", ",\"errcode\":40001")).body()).isEqualTo("{\"retried\":0}");
        assertThat(app().get("failed")).hasSize(1);
        assertThat(answerTo(OPS, wish("retry", ",\"errcode\":40037")).body()).isEqualTo("{\"retried\":1}");
        assertThat(app().get("failed")).isEmpty();
        assertThat(gateway.query("SELECT who FROM audit WHERE action = 'retry'")).isEqualTo("status page (operations)");
    }
}
