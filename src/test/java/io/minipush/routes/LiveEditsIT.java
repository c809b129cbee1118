package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.TestSettings;
import io.minipush.gateway.Gateway;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Route files that are edited while the gateway runs, or stands still. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveEditsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SEND = "send-notification.camel.yaml";
    private static final String FILES = "intake-files.camel.yaml";
    private static final String ENDED = "notification-ended.camel.yaml";
    private static final String EXTRA = """
            - route:
                id: extra
                description: one
                from:
                  uri: timer:extra
                  steps:
                    - log:
                        id: say-extra
                        loggingLevel: DEBUG
                        message: hello
            """;

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
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(warnings()).isEmpty();
            assertThat(description("extra")).isNull();
        });
    }

    private static String builtIn(String name) throws Exception {
        return Files.readString(Path.of("src/main/resources/routes", name));
    }

    private static void save(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    /** What readiness says of edited files. */
    private List<String> warnings() throws Exception {
        JsonNode ready = RunningGateway.json(gateway.getManagement("/health/ready"));
        return Stream.iterate(0, i -> i + 1).limit(ready.path("warnings").size()).map(i -> ready.path("warnings").get(i).asText())
                .filter(warning -> warning.contains("edited")).toList();
    }

    /** Of a route that runs; null if it does not. */
    private String description(String route) {
        return description(gateway.gateway(), route);
    }

    private static String description(Gateway gateway, String id) {
        Route route = gateway.context().getRoute(id);
        return route != null && gateway.context().getRouteController().getRouteStatus(id).isStarted() ? route.getDescription() : null;
    }

    private double rejections() throws Exception {
        String metrics = RunningGateway.send(RunningGateway.request(gateway.management("/metrics")).GET()).body();
        return metrics.lines().filter(line -> line.startsWith("minipush_routes_rejected_total")).mapToDouble(line -> Double.parseDouble(line.split(" ")[1])).sum();
    }

    @Test
    void aBrokenEditIsToldAndChangesNothingUntilItIsMended() throws Exception {
        double before = rejections();
        Route runs = gateway.gateway().context().getRoute("send-notification");
        save(SEND, builtIn(SEND).replace("id: read-answer", "id: read-the-answer"));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings()).singleElement().asString()
                .matches("an edited route file is not taken: send-notification.camel.yaml:\\d+: the step 'read-answer' is missing"));
        assertThat(gateway.gateway().context().getRoute("send-notification")).isSameAs(runs);
        assertThat(description("send-notification")).isNotNull();
        assertThat(rejections()).isEqualTo(before + 1);

        save(SEND, builtIn(SEND).replace("Sends one claimed notification", "Brings one claimed notification"));
        await().atMost(SOON).untilAsserted(() -> assertThat(description("send-notification")).startsWith("Brings"));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings()).isEmpty());
    }

    @Test
    void aRouteIsAddedChangedAndRemoved() throws Exception {
        save("extra.camel.yaml", EXTRA);
        await().atMost(SOON).until(() -> "one".equals(description("extra")));
        save("extra.camel.yaml", EXTRA.replace("one", "two"));
        await().atMost(SOON).until(() -> "two".equals(description("extra")));
        Files.delete(folder.resolve("extra.camel.yaml"));
        await().atMost(SOON).until(() -> description("extra") == null);
    }

    @Test
    void anIdThatMovesFromOneFileToAnotherIsTakenWhicheverIsSeenFirst() throws Exception {
        save("b.camel.yaml", EXTRA + EXTRA.replace("extra", "other"));
        await().atMost(SOON).until(() -> "one".equals(description("extra")));
        save("a.camel.yaml", EXTRA.replace("one", "moved"));
        save("b.camel.yaml", EXTRA.replace("extra", "other"));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(description("extra")).isEqualTo("moved");
            assertThat(description("other")).isEqualTo("one");
            assertThat(warnings()).isEmpty();
        });
    }

    @Test
    void anEditWhoseStartFailsGivesWayToWhatRanBefore() throws Exception {
        String good = builtIn(FILES).replace("Takes files that no longer grow out of the inbox.", "Takes files out.");
        save(FILES, good);
        await().atMost(SOON).untilAsserted(() -> assertThat(description("take-files")).startsWith("Takes files out."));
        save(FILES, good.replace("Takes files out.", "Takes nothing.").replace("        noop: true\n", "        noop: true\n        startingDirectoryMustExist: true\n        autoCreate: false\n")
                .replace("uri: file:{{minipush.inbox}}", "uri: file:/there/is/no/such/folder"));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings()).singleElement().asString()
                .matches(".*intake-files.camel.yaml:7: [Ss]tarting directory does not exist: /there/is/no/such/folder"));
        for (String route : List.of("take-files", "find-taken-files", "read-files", "fail-file", "adopt-files")) {
            assertThat(description(route)).as(route).isNotNull();
        }
        assertThat(description("take-files")).startsWith("Takes files out.");
    }

    @Test
    void whatCamelTakesOnlyAtItsStartIsUsedFromTheNextStartOn() throws Exception {
        save("faults.camel.yaml", builtIn("faults.camel.yaml").replace("cannot work at present", "cannot work now"));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings()).containsExactly("the edited faults.camel.yaml is used from the next start on"));
        save("faults.camel.yaml", builtIn("faults.camel.yaml"));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings()).isEmpty());
    }

    @Test
    void aRestartRunsOnTheLastGoodVersionsAndSaysSo(@TempDir Path edits) throws Exception {
        Map<String, String> settings = TestSettings.on(TestDatabases.create(Dialect.H2)).with("MINIPUSH_ROUTES_DIR", edits.toString()).environment();
        Files.writeString(edits.resolve(ENDED), builtIn(ENDED).replace("Hears of notifications", "Is told of notifications"));
        Files.writeString(edits.resolve("extra.camel.yaml"), EXTRA);
        try (Gateway first = Gateway.start(io.minipush.settings.SettingsReader.read(settings))) {
            assertThat(description(first, "notification-ended")).startsWith("Is told");
            assertThat(description(first, "extra")).isEqualTo("one");
        }
        // One that is broken in its text, one that only fails when it is started.
        Files.writeString(edits.resolve(ENDED), "- route:\n    id: [");
        Files.writeString(edits.resolve("extra.camel.yaml"), EXTRA.replace("uri: timer:extra", "uri: file:/there/is/no/such/folder?startingDirectoryMustExist=true&autoCreate=false"));
        try (Gateway second = Gateway.start(io.minipush.settings.SettingsReader.read(settings))) {
            assertThat(description(second, "notification-ended")).startsWith("Is told");
            assertThat(description(second, "extra")).isEqualTo("one");
            assertThat(RunningGateway.send(RunningGateway.request(java.net.URI.create("http://127.0.0.1:" + second.managementPort() + "/health/ready")).GET()).body())
                    .contains("an edited route file is not taken: notification-ended.camel.yaml:", "an edited route file is not taken: extra.camel.yaml:");
        }
        Files.delete(edits.resolve(ENDED));
        Files.delete(edits.resolve("extra.camel.yaml"));
        try (Gateway third = Gateway.start(io.minipush.settings.SettingsReader.read(settings))) {
            assertThat(description(third, "notification-ended")).startsWith("Hears");
            assertThat(third.context().getRoute("extra")).isNull();
        }
        Path home = Path.of(settings.get("MINIPUSH_HOME"));
        assertThat(new RouteHistory(home.resolve(Gateway.ROUTE_HISTORY)).versions(ENDED)).extracting(RouteHistory.Version::isBuiltIn).containsExactly(false, true);
    }
}
