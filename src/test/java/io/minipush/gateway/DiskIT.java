package io.minipush.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.Minipush;
import io.minipush.TestSettings;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more, and a home that cannot be written, of a gateway in a process of its own. */
class DiskIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Pattern READY = Pattern.compile("API on port (\\d+), management on port (\\d+)");
    /** Of 512 or of 1,024 bytes each, as the shell has it: no file gets longer than 8 or 16 MiB, which the database soon wants to be. */
    private static final int MOST_BLOCKS = 16_384;
    private static final int BATCH = 500;

    @TempDir
    private Path folder;
    private Process process;
    private URI api;
    private URI management;

    @AfterEach
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    private Path log() {
        return folder.resolve("log");
    }

    /** @param limit a command of the shell that goes before */
    private void run(String limit, Path home) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", limit + "exec \"$@\"", "sh", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), Minipush.class.getName(), "run");
        builder.environment().keySet().removeIf(variable -> variable.startsWith("MINIPUSH_"));
        builder.environment().put("MINIPUSH_HOME", home.toString());
        for (String port : List.of("MINIPUSH_HTTP_PORT", "MINIPUSH_MANAGEMENT_PORT")) {
            builder.environment().put(port, "0");
        }
        builder.environment().put("MINIPUSH_JMS_URL", "none");
        builder.environment().put("MINIPUSH_WECHAT_URL", "http://127.0.0.1:9");
        builder.environment().put("MINIPUSH_APP_ID", TestSettings.APP);
        builder.environment().put("MINIPUSH_APP_SECRET", TestSettings.SECRET);
        // Through a pipe: the log is not what meets the limit.
        process = builder.redirectErrorStream(true).start();
        Files.deleteIfExists(log());
        Process running = process;
        Thread reader = new Thread(() -> {
            try {
                Files.copy(running.getInputStream(), log());
            } catch (java.io.IOException e) {
                // it was killed
            }
        }, "reads-log");
        reader.setDaemon(true);
        reader.start();
    }

    private void start(String limit, Path home) throws Exception {
        run(limit, home);
        await().atMost(LONG).until(() -> Files.exists(log()) && (READY.matcher(Files.readString(log())).find() || !process.isAlive()));
        Matcher ready = READY.matcher(Files.readString(log()));
        assertThat(ready.find()).as(Files.readString(log())).isTrue();
        api = URI.create("http://127.0.0.1:" + ready.group(1));
        management = URI.create("http://127.0.0.1:" + ready.group(2));
    }

    private HttpResponse<String> send(int number) throws Exception {
        String text = "x".repeat(500);
        String list = IntStream.range(0, BATCH).mapToObj(i -> "{\"touser\":\"o-" + number + "-" + i + "\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"" + text + "\"}}}")
                .collect(Collectors.joining(",", "[", "]"));
        return RunningGateway.send(RunningGateway.request(api.resolve(RunningGateway.NOTIFICATIONS), "Content-Type", "application/json", "Idempotency-Key", "list-" + number)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(list.getBytes(StandardCharsets.UTF_8))));
    }

    private long takenIn() throws Exception {
        JsonNode books = RunningGateway.json(RunningGateway.send(RunningGateway.request(api.resolve("/v1/apps/" + TestSettings.APP + "/books")).GET()));
        assertThat(books.at("/notifications/difference").asLong(-1)).as(books.toString()).isZero();
        return books.at("/notifications/taken_in").asLong();
    }

    @Test
    void aListAtAFullDiskIsTakenAsAWholeOrNotAtAllAndWhatWasToldStays() throws Exception {
        start("ulimit -f " + MOST_BLOCKS + "; ", folder.resolve("home"));
        List<String> told = new ArrayList<>();
        HttpResponse<String> answer = send(0);
        for (int number = 1; answer.statusCode() == 202 && number < 100; number++) {
            told.add(RunningGateway.json(answer).get("ids").toString());
            answer = send(number);
        }
        assertThat(told).as("lists that were accepted").isNotEmpty();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("the database is away");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        await().atMost(LONG).untilAsserted(() -> assertThat(Files.readString(log())).contains("Requests are answered 503, the database is away"));
        assertThat(Files.readString(log())).doesNotContain("\tat ", "o-0-");
        assertThat(RunningGateway.send(RunningGateway.request(management.resolve("/health/live")).GET()).statusCode()).isEqualTo(200);
        kill();

        start("", folder.resolve("home"));
        // A commit that met the end of the disk can have reached it: a 503 leaves open which, so it is repeated with its key.
        long toldOf = (long) told.size() * BATCH;
        assertThat(takenIn()).as("all of each list that was accepted, and of the one at the end of the disk all or none").isIn(toldOf, toldOf + BATCH);
        for (int number = 0; number < told.size(); number++) {
            assertThat(RunningGateway.json(send(number)).get("ids").toString()).isEqualTo(told.get(number));
        }
        assertThat(send(told.size()).statusCode()).as("what was refused").isEqualTo(202);
        assertThat(takenIn()).as("what was refused is there once").isEqualTo(toldOf + BATCH);
    }

    @Test
    void aHomeThatCannotBeWrittenStopsTheStartWithOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        run("", file.resolve("home"));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        await().atMost(LONG).until(() -> Files.exists(log()) && Files.size(log()) > 0);
        assertThat(Files.readAllLines(log())).singleElement().asString().startsWith("minipush: MINIPUSH_HOME: cannot write to " + file);
    }
}
