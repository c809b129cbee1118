package io.minipush.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the guide, run as they stand: whoever copies one has something that works. */
class ExamplesIT {

    private static final Path EXAMPLES = Path.of("docs", "examples");
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    private static Path inbox;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_INBOX", inbox.toString(), "MINIPUSH_JMS_URL", "embedded", "MINIPUSH_JMS_PORT", "0");
        // First of all, since a file is looked at for two seconds before it is taken.
        Files.copy(EXAMPLES.resolve("orders.csv"), folder().resolve("orders.csv"));
    }

    private static Path folder() {
        return inbox.resolve(RunningGateway.APP);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MINIPUSH_APP_ID", RunningGateway.APP);
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    /** How many there are that say what they should, also in Chinese. */
    private static long stored(String reference, String touser, String text) throws Exception {
        return gateway.count("SELECT count(*) FROM notification WHERE reference = '" + reference + "' AND touser = '" + touser
                + "' AND message LIKE '%" + text + "%" + reference.substring("order-".length()) + "%'");
    }

    private static boolean isThere(String program) {
        for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static void assumeCurl(String example) {
        if (!isThere("curl")) {
            System.err.println("NOT TESTED: docs/examples/" + example + ", since there is no curl on the PATH");
        }
        assumeTrue(isThere("curl"), "there is no curl on the PATH");
    }

    @Test
    void aSubscribeMessageByCurl() throws Exception {
        assumeCurl("subscribe.sh");
        Map<String, String> where = Map.of("MINIPUSH_HTTP_PORT", Integer.toString(gateway.gateway().apiPort()));
        List<String> command = List.of("sh", EXAMPLES.resolve("subscribe.sh").toString(), "o-ana", "TEMPLATE", "1002");
        List<String> first = run(command, where).lines().toList();
        assertThat(new ObjectMapper().readTree(first.get(0)).path("stored").asInt()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(first.get(1)).path("reference").asText()).isEqualTo("order-1002");
        List<String> again = run(command, where).lines().toList();
        assertThat(new ObjectMapper().readTree(again.get(0)).path("duplicate").asInt()).as("a repeat").isEqualTo(1);
        assertThat(again.get(1)).as("a repeat").isEqualTo(first.get(1));
        assertThat(stored("order-1002", "o-ana", "拿铁")).isEqualTo(1);
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE channel = 'subscribe'")).isEqualTo(1);
    }

    @Test
    void httpByCurl() throws Exception {
        assumeCurl("notify.sh");
        Map<String, String> where = Map.of("MINIPUSH_HTTP_PORT", Integer.toString(gateway.gateway().apiPort()));
        List<String> command = List.of("sh", EXAMPLES.resolve("notify.sh").toString(), "o-ana", "1001");
        String answer = run(command, where);
        assertThat(new ObjectMapper().readTree(answer).path("reference").asText()).isEqualTo("order-1001");
        assertThat(run(command, where)).as("a repeat").isEqualTo(answer);
        assertThat(stored("order-1001", "o-ana", "您的订单已发货")).isEqualTo(1);
    }

    @Test
    void aFileDroppedAsItIs() throws Exception {
        await().atMost(LONG).until(() -> Files.exists(folder().resolve(".done/orders.csv")));
        assertThat(Files.readAllLines(folder().resolve(".done/orders.csv.report.ndjson"))).hasSize(2).allMatch(line -> line.contains("\"id\""));
        assertThat(stored("order-2001", "o-ana", "您的订单已发货")).isEqualTo(1);
        assertThat(stored("order-2002", "o-bo", "已签收，谢谢")).isEqualTo(1);
    }

    @Test
    void jmsByAFewLinesOfJava() throws Exception {
        Map<String, String> where = Map.of("MINIPUSH_JMS_PORT", Integer.toString(gateway.gateway().jmsPort().orElseThrow()));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(java, "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
                EXAMPLES.resolve("Notify.java").toString(), "o-ana", "3001");
        assertThat(run(command, where)).contains("ID:");
        await().atMost(LONG).until(() -> stored("order-3001", "o-ana", "您的订单已发货") == 1);
    }
}
