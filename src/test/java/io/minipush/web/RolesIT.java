package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static io.minipush.web.RunningGateway.request;
import static io.minipush.web.RunningGateway.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.minipush.access.KeysEditor;
import io.minipush.access.Role;
import io.minipush.storage.Dialect;
import io.minipush.web.VerbsTest.Operation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract, tried by those who may and by those who may not. */
class RolesIT {

    private static final String OTHER_APP = "wx1111111111111111";
    private static final String GOOD = "{\"touser\":\"o1\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";
    private static final String EVERYTHING = "everything";
    private static final String OF_OTHER_APP = "of-other-app";

    @TempDir
    private static Path folder;
    private static Path file;
    private static RunningGateway gateway;
    private static String notification;

    @BeforeAll
    static void start() throws Exception {
        file = folder.resolve("keys.yaml");
        for (Role role : Role.values()) {
            add(role.word(), Set.of(role), Set.of());
        }
        add(EVERYTHING, EnumSet.allOf(Role.class), Set.of());
        add(OF_OTHER_APP, EnumSet.allOf(Role.class), Set.of(OTHER_APP, "wxNotServedHere"));
        Path config = Files.writeString(folder.resolve("minipush.properties"), "minipush.apps." + OTHER_APP + ".secret=not-a-real-secret\n");
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_KEYS_FILE", file.toString(), "MINIPUSH_CONFIG", config.toString(), "MINIPUSH_API_KEY", "k");
        gateway.holdSender();
        notification = json(gateway.post(NOTIFICATIONS, GOOD, bearer(EVERYTHING))).get("id").textValue();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void add(String name, Set<Role> roles, Set<String> apps) {
        new KeysEditor(file).add(KeysEditor.keyOf("key of " + name, name, roles, apps, false), "2026-01-01", null);
    }

    private static String[] bearer(String name) {
        return new String[] {"Authorization", "Bearer key of " + name};
    }

    private static HttpResponse<String> call(Operation operation, String app, String... headers) throws Exception {
        String path = operation.path().replace("{appid}", app).replace("{id}", notification).replace("{template_id}", "T").replace("{openid}", "o-nobody");
        HttpRequest.Builder request = request(gateway.api(path), headers);
        boolean hasBody = !operation.method().equals("GET");
        if (hasBody) {
            request.header("Content-Type", "application/json");
        }
        return send(request.method(operation.method(), hasBody ? HttpRequest.BodyPublishers.ofString("{}") : HttpRequest.BodyPublishers.noBody()));
    }

    static Stream<Operation> operations() throws Exception {
        return VerbsTest.operations().filter(operation -> !operation.roles().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withoutAKeyOrWithAWrongOneNobodyLearnsAnything(Operation operation) throws Exception {
        for (HttpResponse<String> response : List.of(call(operation, APP), call(operation, APP, "Authorization", "Bearer wrong"), call(operation, "wxNone"),
                call(operation, APP, "Authorization", "Bearer " + HexFormat.of().formatHex(KeysEditor.keyOf("key of everything", "x", Set.of(), Set.of(), false).sha256())))) {
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).isEqualTo(call(operation, "wxOther").body());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aKeyOpensWhatItsRoleIsForAndNothingElse(Operation operation) throws Exception {
        for (Role role : Role.values()) {
            HttpResponse<String> response = call(operation, APP, bearer(role.word()));
            if (operation.opensFor(role)) {
                assertThat(response.statusCode()).as("%s with %s: %s", operation, role, response.body()).isNotIn(401, 403, 404, 405);
            } else {
                assertThat(response.statusCode()).as("%s with %s: %s", operation, role, response.body()).isEqualTo(403);
                assertThat(json(response).get("status").intValue()).isEqualTo(403);
                assertThat(call(operation, "wxNone", bearer(role.word())).body()).as("which apps there are is not told either").isEqualTo(response.body());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aKeyOfAnotherAppDoesNotLearnThatThisOneExists(Operation operation) throws Exception {
        HttpResponse<String> response = call(operation, APP, bearer(OF_OTHER_APP));
        if (operation.path().contains("{")) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
            if (operation.path().contains("{appid}")) {
                assertThat(response.body()).isEqualTo(call(operation, "wxNone", bearer(EVERYTHING)).body());
                assertThat(call(operation, "wxNotServedHere", bearer(OF_OTHER_APP)).statusCode()).as("a key alone makes no app").isEqualTo(404);
            } else {
                assertThat(response.body()).isEqualTo(send(request(gateway.api(operation.path().replace("{id}", "01ARZ3NDEKTSV4RRFFQ69G5FAV")), bearer(EVERYTHING))
                        .method(operation.method(), HttpRequest.BodyPublishers.noBody())).body());
            }
        } else {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains(OTHER_APP).doesNotContain(APP);
        }
    }

    @Test
    void whoMayNotTouchANotificationLeavesItAsItWas() throws Exception {
        String id = json(gateway.post(NOTIFICATIONS, GOOD, bearer("send"))).get("id").textValue();
        for (String verb : List.of("/cancel", "/retry")) {
            assertThat(gateway.post("/v1/notifications/" + id + verb, "{}", bearer(OF_OTHER_APP)).statusCode()).isEqualTo(404);
            assertThat(gateway.post("/v1/notifications/" + id + verb, "{}", bearer("send")).statusCode()).isEqualTo(403);
        }
        assertThat(json(gateway.get("/v1/notifications/" + id, bearer("send"))).get("state").textValue()).isEqualTo("accepted");
        assertThat(gateway.count("SELECT count(*) FROM audit WHERE target = '" + id + "'")).isZero();
        assertThat(json(gateway.post("/v1/notifications/" + id + "/cancel", "{}", bearer("ops"))).get("state").textValue()).isEqualTo("cancelled");
        assertThat(gateway.get("/v1/apps/" + APP + "/audit", bearer("read")).body()).contains("\"who\":\"ops\"");
    }

    @Test
    void theApiKeyStaysBesideTheFile() throws Exception {
        assertThat(gateway.get("/v1/apps", "Authorization", "Bearer k").body()).contains(APP, OTHER_APP);
        assertThat(gateway.post("/v1/apps/" + APP + "/resume", "{}", "Authorization", "Bearer k").statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyIsThereAndGoneWithoutARestart() throws Exception {
        add("comes", Set.of(Role.READ), Set.of());
        awaitStatus("comes", 200);
        new KeysEditor(file).remove("comes");
        awaitStatus("comes", 401);
    }

    @Test
    void aBrokenFileKeepsTheKeysThatThereAreAndIsTold() throws Exception {
        String right = Files.readString(file);
        try {
            Files.writeString(file, right + "late:\n  sha256: " + "0".repeat(64) + "\n");
            long line = right.lines().count() + 1;
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gateway.getManagement("/health/ready").body())
                    .contains("keys from before are in force", "keys.yaml, line " + line + ": 'late' has no roles"));
            assertThat(gateway.getManagement("/health/ready").statusCode()).isEqualTo(200);
            assertThat(gateway.getManagement("/metrics").body()).containsPattern("(?m)^minipush_keys_file_broken 1");
            assertThat(gateway.get("/v1/apps", bearer("read")).statusCode()).isEqualTo(200);
            Files.delete(file);
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gateway.getManagement("/health/ready").body()).contains("there is no such file"));
            assertThat(gateway.get("/v1/apps", bearer("read")).statusCode()).isEqualTo(200);
        } finally {
            Files.writeString(file, right);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gateway.getManagement("/metrics").body())
                .containsPattern("(?m)^minipush_keys_file_broken 0").containsPattern("(?m)^minipush_keys 8"));
        assertThat(gateway.getManagement("/health/ready").body()).doesNotContain("keys.yaml");
    }

    private static void awaitStatus(String name, int status) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gateway.get("/v1/apps", bearer(name)).statusCode()).isEqualTo(status));
    }
}
