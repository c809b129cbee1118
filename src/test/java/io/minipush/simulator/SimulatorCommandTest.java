package io.minipush.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.minipush.simulator.push.Callback;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulatorCommandTest {

    @Test
    void aTakenPortIsOneClearLineAndExitCode1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            StringWriter err = new StringWriter();
            int exit = new CommandLine(new SimulatorCommand()).setErr(new PrintWriter(err, true))
                    .execute("--port", Integer.toString(taken.getLocalPort()));
            assertThat(exit).isEqualTo(1);
            assertThat(err.toString().lines()).singleElement().asString().contains("port " + taken.getLocalPort(), "--port");
        }
    }

    @Test
    void withoutOptionsItKnowsTheDefaultApp() {
        SimulatorOptions options = options();
        assertThat(options.port()).isEqualTo(9480);
        assertThat(options.apps()).containsOnlyKeys("wx0000000000000000").containsValue("not-a-real-secret");
        assertThat(options.latency()).isZero();
        assertThat(options.acceptAnyApp()).isFalse();
    }

    @Test
    void namedAppsTakeThePlaceOfTheDefaultOne() {
        assertThat(options("--app", "wx1:one", "--app", "wx2:t:wo").apps()).hasSize(2).containsEntry("wx2", "t:wo");
    }

    @ParameterizedTest
    @CsvSource({"50ms, 50", "50, 50", "2s, 2000", "0, 0"})
    void latencyIsReadWithAndWithoutAUnit(String text, long millis) {
        assertThat(options("--latency", text).latency()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void itAnswersAsTheRealPlatformDoesTodayAndPushesEventsIfToldSo() {
        assertThat(options().today()).isFalse();
        assertThat(options().callback()).isNull();
        SimulatorOptions options = options("--today", "--push", "http://127.0.0.1:8080/v1/apps/{appid}/events", "--push-token", "AAAAA",
                "--push-aes-key", "A".repeat(43), "--push-xml");
        assertThat(options.today()).isTrue();
        assertThat(options.callback()).isEqualTo(
                Callback.safe("http://127.0.0.1:8080/v1/apps/{appid}/events", "AAAAA", "A".repeat(43)).inXml());
        assertThat(options("--push=http://127.0.0.1:1", "--push-token=AAAAA").callback()).isEqualTo(Callback.plain("http://127.0.0.1:1", "AAAAA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--push=http://127.0.0.1:1", "--push-token=AAAAA", "--push=http://192.0.2.1/ --push-token=AAAAA"})
    void halfACallbackOrOneOffThisMachineIsAUsageError(String arguments) {
        StringWriter err = new StringWriter();
        assertThat(new CommandLine(new SimulatorCommand()).setErr(new PrintWriter(err, true)).execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("push").doesNotContain("AAAAA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--latency=soon", "--port=99999", "--app=wx1-without-a-secret"})
    void anOptionThatMakesNoSenseIsAUsageErrorAndRepeatsNoSecret(String option) {
        StringWriter err = new StringWriter();
        int exit = new CommandLine(new SimulatorCommand()).setErr(new PrintWriter(err, true)).execute(option);
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("wx1-without-a-secret");
    }

    @Test
    void itListensOnLoopbackOnly() {
        SimulatorOptions open = new SimulatorOptions("0.0.0.0", 0, SimulatorOptions.defaults().apps(), false, Duration.ZERO, 1, false, null);
        assertThatIllegalArgumentException().isThrownBy(() -> Simulator.start(open));
    }

    @Test
    void aTerminatedProcessGivesThePortBack(@TempDir Path dir) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Launcher.class.getName(), "--port", "0")
                .redirectError(dir.resolve("err").toFile()).redirectOutput(dir.resolve("out").toFile()).start();
        try {
            Pattern url = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
            await().atMost(Duration.ofSeconds(20)).until(() -> url.matcher(read(dir)).find());
            Matcher found = url.matcher(read(dir));
            assertThat(found.find()).isTrue();
            int port = Integer.parseInt(found.group(1));
            new Socket("127.0.0.1", port).close();
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(read(dir)).contains("/simulator/forms", "/simulator/scoreboard");
            new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Stands for the main class, which is not the simulator's. */
    static final class Launcher {
        private Launcher() {
        }

        public static void main(String[] args) {
            System.exit(new CommandLine(new SimulatorCommand()).execute(args));
        }
    }

    private static String read(Path dir) throws IOException {
        return Files.readString(dir.resolve("out"));
    }

    private static SimulatorOptions options(String... args) {
        SimulatorCommand command = new SimulatorCommand();
        new CommandLine(command).parseArgs(args);
        return command.options();
    }
}
