package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Route files that are edited while the gateway runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveEditsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SEND = "send-notification.camel.yaml";

    @TempDir
    private static Path folder;

    private RunningGateway gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = RunningGateway.on(TestDatabases.create(Dialect.H2), "MINIPUSH_ROUTES_DIR", folder.toString());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @AfterEach
    void clean() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings()).isEmpty());
    }

    static String builtIn(String name) throws Exception {
        return Files.readString(Path.of("src/main/resources/routes", name));
    }

    private void save(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> warnings() throws Exception {
        JsonNode ready = RunningGateway.json(gateway.getManagement("/health/ready"));
        return Stream.iterate(0, i -> i + 1).limit(ready.path("warnings").size()).map(i -> ready.path("warnings").get(i).asText())
                .filter(warning -> warning.contains("edited")).toList();
    }

    private boolean runs(String route) {
        return gateway.gateway().context().getRoute(route) != null
                && gateway.gateway().context().getRouteController().getRouteStatus(route).isStarted();
    }

    @Test
    void aBrokenEditIsToldAndChangesNothing() throws Exception {
        save(SEND, builtIn(SEND).replace("id: read-answer", "id: read-the-answer"));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings()).singleElement().asString().contains("the step 'read-answer' is missing"));
        assertThat(runs("send-notification")).isTrue();
        assertThat(RunningGateway.send(RunningGateway.request(gateway.management("/metrics")).GET()).body()).containsPattern("minipush_routes_rejected_total [1-9]");
    }

    @Test
    void aRouteIsAddedChangedAndRemoved() throws Exception {
        String extra = "- route:\n    id: extra\n    description: one\n    from:\n      uri: timer:extra\n      steps:\n        - log:\n            id: say-extra\n            message: hello\n";
        save("extra.camel.yaml", extra);
        await().atMost(SOON).until(() -> runs("extra"));
        save("extra.camel.yaml", extra.replace("one", "two, which is longer"));
        await().atMost(SOON).until(() -> runs("extra") && gateway.gateway().context().getRoute("extra").getDescription().startsWith("two"));
        Files.delete(folder.resolve("extra.camel.yaml"));
        await().atMost(SOON).until(() -> !runs("extra"));
    }
}
