package io.minipush.intake.file;

import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.TestSettings;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files as producers drop them, and what they find afterwards. */
class FileDoorIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String HEADER = "touser,template_id,keyword1\n";

    @TempDir
    private Path inbox;

    private RunningGateway start(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.on(dialect, "MINIPUSH_INBOX", inbox.toString());
        gateway.holdSender();
        return gateway;
    }

    private Path folder() {
        return inbox.resolve(TestSettings.APP);
    }

    private void drop(String name, byte[] content) throws IOException {
        Path part = Files.write(folder().resolve("." + name), content);
        Files.move(part, folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void drop(String name, String content) throws IOException {
        drop(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private Path done(String name) {
        return folder().resolve(".done").resolve(name);
    }

    /** Line number to id or reason. */
    private Map<Integer, String> report(String name) throws IOException {
        await().atMost(LONG).until(() -> Files.exists(done(name)));
        Map<Integer, String> report = new TreeMap<>();
        for (String line : Files.readAllLines(done(name + ".report.ndjson"))) {
            JsonNode entry = JSON.readTree(line);
            report.put(entry.get("line").asInt(), entry.hasNonNull("id") ? entry.get("id").asText() : entry.get("reason").asText() + " " + entry.at("/errors/0/pointer").asText()
                    + ": " + entry.at("/errors/0/detail").asText());
        }
        return report;
    }

    private String error(String name) throws IOException {
        await().atMost(LONG).until(() -> Files.exists(folder().resolve(".failed").resolve(name)));
        return Files.readString(folder().resolve(".failed").resolve(name + ".error.txt"));
    }

    @Test
    void eachFormatIsTakenInAndItsBadLinesComeBackToBeMended() throws Exception {
        try (RunningGateway gateway = start(Dialect.H2)) {
            drop("orders.csv", "\uFEFFtouser,template_id,page,reference,send_at,keyword1,keyword2\r\n"
                    + "o-1,T,pages/a?x=1,r1,,\"订单 \"\"A\"\", 1\",=1+2\r\n"
                    + "o 2,T,,,,x,\r\n"
                    + "o-3,T,,,soon,x,\r\n"
                    + "o-4,T,,,,\"two\nlines\",\r\n"
                    + ",,,,,,\r\n"
                    + "o-5,T,x\r\n"
                    + "o-6,T,,,,last,\r\n");
            drop("list.json", "[{\"touser\":\"o-7\",\"template_id\":\"T\",\"data\":{}},\n{\"touser\":\"o-8\"},\n{\"touser\":\"o-9\",\"template_id\":\"T\",\"data\":{}}]");
            drop("in-one-line.json", "[{\"touser\":\"o-13\",\"template_id\":\"T\",\"data\":{}},{\"touser\":\"o-14\",\"template_id\":\"T\",\"data\":{}},7,"
                    + "{\"touser\":\"o-13\",\"template_id\":\"T\",\"data\":{}}]");
            drop("macintosh.csv", HEADER.replace('\n', '\r') + "o-15,T,\"a\rb\"\ro-16,T,x");
            drop("one.json", "{\"touser\":\"o-10\",\"template_id\":\"T\",\"data\":{},\"priority\":\"high\"}");
            drop("lines.jsonl", "{\"touser\":\"o-11\",\"template_id\":\"T\",\"data\":{}}\n\n{oops\n{\"touser\":\"o-12\",\"template_id\":\"T\",\"data\":{}}");

            Map<Integer, String> csv = report("orders.csv");
            assertThat(csv.keySet()).containsExactly(2, 3, 4, 5, 8, 9);
            assertThat(csv.get(3)).isEqualTo("invalid /touser: must be 1 to 128 printable ASCII characters without blanks");
            assertThat(csv.get(4)).startsWith("invalid /send_at");
            assertThat(csv.get(8)).isEqualTo("unreadable : has 3 cells, the header has 7");
            assertThat(gateway.query("SELECT message FROM notification WHERE id = '" + csv.get(2) + "'").toString())
                    .isEqualTo("{\"page\":\"pages/a?x=1\",\"data\":{\"keyword1\":{\"value\":\"订单 \\\"A\\\", 1\"},\"keyword2\":{\"value\":\"=1+2\"}}}");
            assertThat(gateway.count("SELECT count(*) FROM notification WHERE reference = 'r1' AND lane = 2")).isEqualTo(1);
            assertThat(report("list.json")).containsKeys(1, 2, 3).containsEntry(2, "invalid /template_id: is missing");
            assertThat(gateway.query("SELECT lane FROM notification WHERE id = '" + report("one.json").get(1) + "'")).isEqualTo(0);
            assertThat(report("lines.jsonl").keySet()).containsExactly(1, 3, 4);
            assertThat(report("in-one-line.json")).as("one line").containsOnlyKeys(1);
            assertThat(Files.readAllLines(done("in-one-line.json.report.ndjson"))).extracting(line -> line.replaceFirst("\"id\":.*", "id"))
                    .containsExactly("{\"line\":1,\"item\":1,id", "{\"line\":1,\"item\":2,id",
                            "{\"line\":1,\"item\":3,\"reason\":\"invalid\",\"errors\":[{\"pointer\":\"\",\"detail\":\"must be an object\"}]}", "{\"line\":1,\"item\":4,id");
            assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-13'")).as("alike, and yet two").isEqualTo(2);
            assertThat(report("macintosh.csv").keySet()).containsExactly(2, 3);
            assertThat(gateway.query("SELECT message FROM notification WHERE touser = 'o-15'").toString()).contains("a\\rb");
            assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(13);

            assertThat(Files.readString(done("list.json.rejected.json"))).isEqualTo("[\n{\"touser\":\"o-8\"}\n]\n");
            String rejected = Files.readString(done("orders.csv.rejected.csv"));
            assertThat(rejected).isEqualTo("touser,template_id,page,reference,send_at,keyword1,keyword2\no 2,T,,,,x,\no-3,T,,,soon,x,\no-5,T,x\n");
            drop("mended.csv", rejected.replace("o 2", "o-2").replace("soon", "").replace("o-5,T,x", "o-5,T,x,,,,"));
            assertThat(report("mended.csv").values()).allMatch(id -> id.length() == 26);
            assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(16);
            assertThat(Files.exists(done("mended.csv.rejected.csv"))).isFalse();
        }
    }

    @Test
    void theSameContentTwiceSendsOnceAndAKeyIsTheSameAtEveryDoor() throws Exception {
        try (RunningGateway gateway = start(Dialect.H2)) {
            drop("a.csv", HEADER + "o-1,T,x\no-1,T,x\n");
            Map<Integer, String> first = report("a.csv");
            assertThat(first.get(2)).isNotEqualTo(first.get(3));
            var rest = gateway.post(NOTIFICATIONS, "{\"touser\":\"o-2\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"x\"}}}", "Idempotency-Key", "order-1");
            // All at once: a file lies still for two seconds before it is taken.
            drop("b.csv", HEADER + "o-1,T,x\no-1,T,x\n");
            drop("a.csv", HEADER + "o-1,T,x\no-1,T,x\n");
            drop("keys.csv", "touser,template_id,keyword1,idempotency_key\no-2,T,x,order-1\no-2,T,another,order-1\no-3,T,x,order-2\no-3,T,x,order-2\n");
            assertThat(report("b.csv")).isEqualTo(first);
            await().atMost(LONG).until(() -> {
                try (Stream<Path> files = Files.list(folder().resolve(".done"))) {
                    return files.filter(file -> file.getFileName().toString().endsWith("-a.csv.report.ndjson")).count() == 1;
                }
            });
            assertThat(report("a.csv")).isEqualTo(first);
            Map<Integer, String> keys = report("keys.csv");
            assertThat(keys.get(2)).isEqualTo(RunningGateway.json(rest).get("id").asText());
            assertThat(keys.get(3)).startsWith("idempotency_key_reused");
            assertThat(keys.get(4)).isEqualTo(keys.get(5));
            var again = gateway.post(NOTIFICATIONS, "{\"touser\":\"o-3\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"x\"}}}", "Idempotency-Key", "order-2");
            assertThat(RunningGateway.json(again).get("id").asText()).isEqualTo(keys.get(4));
            assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(4);
        }
    }

    @Test
    void aFileThatIsNoneIsPutAwayWithAReasonAndNothingElseIsTouched() throws Exception {
        try (RunningGateway gateway = start(Dialect.H2)) {
            drop("empty.csv", "");
            drop("no-header.csv", "o-1,T,x\n");
            drop("typo.csv", "touser,template_id,keyword1,expire_at\no-1,T,x,\n");
            drop("double.csv", "touser,template_id,keyword1,keyword1\no-1,T,x,y\n");
            drop("wide.csv", HEADER.strip() + ",keyword2".repeat(1000) + "\n");
            drop("utf16.csv", (HEADER + "o-1,T,订单\n").getBytes(StandardCharsets.UTF_16));
            drop("only-header.csv", HEADER);
            drop("gbk.csv", (HEADER + "o-1,T,订单\no-2,T,x\n").getBytes(Charset.forName("GBK")));
            drop("nul.csv", HEADER + "o-1,T,a\0b\no-2,T,x\n");
            drop("semicolons.csv", "touser;template_id;keyword1\no-1;T;a,b\n");
            drop("broken.json", "[{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":{}},\n {\"touser\": oops}, {}]");
            drop("deep.json", "[{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":" + "[".repeat(5000));
            Files.write(folder().resolve("growing.csv.part"), "x".getBytes());
            Files.write(folder().resolve("readme.txt"), "x".getBytes());

            assertThat(error("empty.csv")).contains("is empty");
            assertThat(error("no-header.csv")).contains("must name the columns", "touser is missing");
            assertThat(error("typo.csv")).contains("unknown columns: expire_at").contains("expires_at");
            assertThat(error("double.csv")).contains("keyword1 stands in the header twice");
            assertThat(error("wide.csv")).contains("1003 columns");
            assertThat(error("utf16.csv")).contains("UTF-16", "CSV UTF-8");
            assertThat(report("only-header.csv")).isEmpty();
            assertThat(report("gbk.csv").get(2)).contains("not UTF-8", "CSV UTF-8");
            assertThat(report("gbk.csv").get(3)).hasSize(26);
            assertThat(report("nul.csv").get(2)).contains("/data/keyword1/value");
            assertThat(report("semicolons.csv").get(2)).hasSize(26);
            assertThat(report("broken.json").get(2)).contains("not JSON from here on");
            assertThat(report("deep.json").get(1)).contains("not JSON from here on");
            assertThat(Files.exists(folder().resolve("growing.csv.part"))).isTrue();
            assertThat(Files.exists(folder().resolve("readme.txt"))).isTrue();
            assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(4);
        }
    }

    @Test
    void aGatewayThatStopsInTheMiddleGoesOnAtItsNextStart() throws Exception {
        var login = TestDatabases.create(Dialect.H2);
        Path home = inbox.resolveSibling(inbox.getFileName() + "-home");
        StringBuilder lines = new StringBuilder(HEADER);
        for (int i = 0; i < 20_000; i++) {
            lines.append("o-").append(i).append(",T,x\n");
        }
        String[] settings = {"MINIPUSH_INBOX", inbox.toString(), "MINIPUSH_HOME", home.toString()};
        try (RunningGateway gateway = RunningGateway.on(login, settings)) {
            gateway.holdSender();
            drop("long.csv", lines.toString());
            await().atMost(LONG).until(() -> gateway.count("SELECT count(*) FROM notification") > 0);
        }
        assertThat(Files.exists(done("long.csv"))).isFalse();
        try (RunningGateway gateway = RunningGateway.on(login, settings)) {
            Map<Integer, String> report = report("long.csv");
            assertThat(report).hasSize(20_000);
            assertThat(report.values()).doesNotHaveDuplicates().allMatch(id -> id.length() == 26);
            assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(20_000);
            assertThat(gateway.getManagement("/metrics").body()).contains("minipush_file_items_total{app=\"" + TestSettings.APP + "\",outcome=\"replayed\"}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void gatewaysThatShareAnInboxTakeEachFileOnceAndRaceForKeysWithoutHarm(Dialect dialect) throws Exception {
        var login = TestDatabases.create(dialect);
        try (RunningGateway one = RunningGateway.on(login, "MINIPUSH_INBOX", inbox.toString());
                RunningGateway two = RunningGateway.on(login, "MINIPUSH_INBOX", inbox.toString())) {
            one.holdSender();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                StringBuilder lines = new StringBuilder("touser,template_id,keyword1,idempotency_key\n");
                // Half of the keys stand in every file.
                for (int line = 0; line < 100; line++) {
                    lines.append("o-").append(line).append(",T,x,").append(line % 2 == 0 ? "shared-" + line : "own-" + i + "-" + line).append('\n');
                }
                names.add("f" + i + ".csv");
                drop(names.get(i), lines.toString());
            }
            for (String name : names) {
                assertThat(report(name).values()).hasSize(100).allMatch(id -> id.length() == 26);
            }
            assertThat(one.count("SELECT count(*) FROM notification")).isEqualTo(50 + 20 * 50);
            assertThat(report("f0.csv").get(2)).isEqualTo(report("f19.csv").get(2));
        }
    }
}
