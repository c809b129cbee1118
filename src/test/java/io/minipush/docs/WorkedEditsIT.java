package io.minipush.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The worked edits of the guide, taken from it as they stand there, all at once on a running gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkedEditsIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Pattern BLOCK = Pattern.compile("```(diff|yaml)\n# (\\S+\\.camel\\.yaml)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private static Path root;

    private Simulator platform;
    private RunningGateway gateway;

    @BeforeAll
    void start() throws Exception {
        platform = Simulator.start(SimulatorOptions.defaults());
        Path routes = Files.createDirectories(root.resolve("routes"));
        gateway = RunningGateway.on(TestDatabases.create(Dialect.H2), "MINIPUSH_HOME", root.resolve("home").toString(), "MINIPUSH_ROUTES_DIR", routes.toString(), "MINIPUSH_WECHAT_URL", platform.url().toString(),
                "MINIPUSH_INBOX", root.resolve("inbox").toString());
        Map<String, String> edits = edits();
        assertThat(edits).hasSize(5);
        for (Map.Entry<String, String> edit : edits.entrySet()) {
            Files.writeString(routes.resolve(edit.getKey()), edit.getValue());
        }
        await().atMost(LONG).untilAsserted(() -> {
            JsonNode warnings = RunningGateway.json(gateway.getManagement("/health/ready")).path("warnings");
            assertThat(warnings.toString()).doesNotContain("edited");
            JsonNode status = new ObjectMapper().readTree(root.resolve("home/route-history/status.json").toFile());
            Map<String, String> running = new LinkedHashMap<>();
            status.path("running").forEach(file -> running.put(file.path("file").asText(), file.path("digest").asText()));
            edits.forEach((file, text) -> assertThat(running).as(file).containsEntry(file, io.minipush.json.Digests.of(text)));
        });
    }

    @AfterAll
    void stop() {
        gateway.close();
        platform.close();
    }

    /** By file. The places of the guide become places of the test. */
    private static Map<String, String> edits() throws Exception {
        Map<String, String> edits = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/operations.md")));
        while (block.find()) {
            String text = block.group(1).equals("yaml") ? block.group(3) : patched(block.group(2), block.group(3));
            edits.put(block.group(2), text.replace("/srv/", root + "/srv/").replace("/var/log/", root + "/log/"));
        }
        return edits;
    }

    private static String patched(String file, String diff) throws Exception {
        String before = lines(diff, "+");
        String after = lines(diff, "-");
        String text = Files.readString(Path.of("src/main/resources/routes", file));
        assertThat(text).as(file).containsOnlyOnce(before);
        return text.replace(before, after);
    }

    private static String lines(String diff, String without) {
        return diff.lines().filter(line -> !line.startsWith(without)).map(line -> line.substring(1) + "\n").collect(Collectors.joining());
    }

    private void giveFormId(String user) throws Exception {
        String form = platform.platform().issueForm(RunningGateway.APP, user);
        assertThat(gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"" + user + "\",\"form_id\":\"" + form + "\"}").statusCode() / 100).isEqualTo(2);
    }

    private void awaitSentTo(String user) {
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = '" + user + "' AND state = 'sent'")).isEqualTo(1));
    }

    @Test
    void thePurgeHasAnotherTime() {
        assertThat(gateway.gateway().context().getRoute("purge-expired").getEndpoint().getEndpointUri()).contains("30").contains("3").doesNotContain("cron=0+0+0");
    }

    @Test
    void whatTheShopExportsIsSent() throws Exception {
        giveFormId("o-shop");
        Files.writeString(Files.createDirectories(root.resolve("srv/shop/exports")).resolve("orders.csv"), "touser,template_id,keyword1\no-shop,order,ready\n");
        awaitSentTo("o-shop");
        await().atMost(LONG).until(() -> Files.exists(root.resolve("inbox").resolve(RunningGateway.APP).resolve(".done").resolve("orders.csv")));
    }

    @Test
    void theLinesOfAnOldSystemAreSent() throws Exception {
        giveFormId("o-old-1");
        giveFormId("o-old-2");
        Files.writeString(Files.createDirectories(root.resolve("srv/old-system")).resolve("ready.txt"), "o-old-1;order;ready\no-old-2;order;\"späť; soon\"\n");
        awaitSentTo("o-old-1");
        awaitSentTo("o-old-2");
        assertThat(platform.platform().messages(RunningGateway.APP, 1)).filteredOn(message -> message.touser().equals("o-old-2"))
                .singleElement().satisfies(message -> assertThat(message.data().at("/keyword1/value").asText()).isEqualTo("späť; soon"));
    }

    @Test
    void thePostHasAHeaderAndTheOutcomeALine() throws Exception {
        giveFormId("o-header");
        String id = RunningGateway.json(gateway.post(RunningGateway.NOTIFICATIONS,
                "{\"touser\":\"o-header\",\"template_id\":\"t\",\"data\":{\"keyword1\":{\"value\":\"1\"}},\"reference\":\"order-1\"}")).path("id").asText();
        awaitSentTo("o-header");
        assertThat(platform.platform().requests(RunningGateway.APP)).filteredOn(request -> request.header("X-Notification").equals(List.of(id))).hasSize(1);
        // Nothing else went out beside it.
        assertThat(platform.platform().requests(RunningGateway.APP)).filteredOn(request -> request.path().endsWith("/template/send"))
                .allSatisfy(request -> assertThat(request.headers()).extracting(header -> header.name().toLowerCase(java.util.Locale.ROOT))
                        .isSubsetOf("x-notification", "content-type", "content-length", "host", "connection", "user-agent", "accept", "accept-encoding"));
        await().atMost(LONG).untilAsserted(() -> {
            try (Stream<Path> logs = Files.list(root.resolve("log/minipush"))) {
                assertThat(Files.readString(logs.findFirst().orElseThrow())).containsPattern("\\S+ " + RunningGateway.APP + " " + id + " order-1 sent 0\n");
            }
        });
    }
}
