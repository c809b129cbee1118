package io.minipush.docs;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.FORM_IDS;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backup as the guide has it, hours that it knows nothing of, and what a gateway makes of the restored database. MariaDB's commands are
 * taken from the guide as they stand there; those of PostgreSQL need a client that Maven does not bring.
 */
class BackupIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String KEY = "order-1";

    @TempDir
    private Path folder;
    private Simulator platform;
    private RunningGateway gateway;

    private RunningGateway start(EmbeddedDatabase.Login login) throws Exception {
        return RunningGateway.on(login, "MINIPUSH_WECHAT_URL", platform.url().toString());
    }

    /** @return how many of it were new to the gateway */
    private int collect(String user, String formId) throws Exception {
        return json(gateway.post(FORM_IDS, "{\"openid\":\"" + user + "\",\"form_id\":\"" + formId + "\"}")).path("stored").intValue();
    }

    private String send(String user, String key) throws Exception {
        var answer = gateway.post(NOTIFICATIONS, "{\"touser\":\"" + user + "\",\"template_id\":\"AT1633\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}", "Idempotency-Key", key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Idempotency-Replayed")).isEmpty();
        return json(answer).get("id").textValue();
    }

    private JsonNode show(String id) throws Exception {
        return json(gateway.get("/v1/notifications/" + id));
    }

    private void awaitState(String id, String state) {
        await().atMost(LONG).untilAsserted(() -> assertThat(show(id).path("state").asText()).as(show(id).toString()).isEqualTo(state));
    }

    private int available(String user) throws Exception {
        return json(gateway.get(FORM_IDS + "/stock?openid=" + user)).get("available").intValue();
    }

    private long received(String user) {
        return platform.platform().messages(APP, 0).stream().filter(message -> message.touser().equals(user)).count();
    }

    private void assertBalanced() throws Exception {
        JsonNode books = json(gateway.get("/v1/apps/" + APP + "/books"));
        assertThat(books.at("/notifications/difference").intValue()).as(books.toString()).isZero();
        assertThat(books.at("/credits/difference").intValue()).as(books.toString()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "MARIADB"})
    void whatTheBackupDoesNotKnowIsToldByThePlatformOrMustBeHeldByAPerson(Dialect dialect) throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(dialect);
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            platform = simulator;
            gateway = start(login);
            String done = platform.platform().issueForm(APP, "o-done");
            collect("o-done", done);
            String sentBefore = send("o-done", "before");
            awaitState(sentBefore, "sent");
            String used = platform.platform().issueForm(APP, "o-used");
            collect("o-used", used);
            String waits = send("o-waits", "waits");
            String cancelled = send("o-cancelled", "cancelled");
            awaitState(waits, "waiting");
            awaitState(cancelled, "waiting");

            if (dialect == Dialect.H2) {
                gateway.close();
            }
            backUp(login, dialect);
            if (dialect == Dialect.H2) {
                gateway = start(login);
            }

            String sentLater = send("o-used", "later");
            awaitState(sentLater, "sent");
            String late = platform.platform().issueForm(APP, "o-waits");
            String alsoLate = platform.platform().issueForm(APP, "o-cancelled");
            collect("o-waits", late);
            collect("o-cancelled", alsoLate);
            awaitState(waits, "sent");
            awaitState(cancelled, "sent");
            String young = platform.platform().issueForm(APP, "o-young");
            collect("o-young", young);
            send("o-nobody", KEY);
            gateway.close();

            EmbeddedDatabase.Login restored = restore(login, dialect);
            gateway = start(restored);
            try {
                assertThat(json(gateway.get("/v1/apps/" + APP)).get("paused_at").isNull()).as("held before any gateway saw it").isFalse();
                assertBalanced();
                assertThat(show(sentBefore).get("state").textValue()).isEqualTo("sent");
                assertThat(gateway.get("/v1/notifications/" + sentLater).statusCode()).as("taken in later").isEqualTo(404);
                assertThat(available("o-young")).as("collected later").isZero();
                assertThat(available("o-used")).as("used later").isEqualTo(1);
                assertThat(show(waits).get("state").textValue()).as("sent later").isEqualTo("waiting");

                // Producers and mini programs hand in again what they are not sure of.
                assertThat(collect("o-young", young)).isEqualTo(1);
                assertThat(collect("o-waits", late)).as("used meanwhile, which the backup does not know").isEqualTo(1);
                assertThat(collect("o-done", done)).as("used before the backup").isZero();
                String again = send("o-young", KEY);
                String inVain = send("o-used", "later");
                assertThat(inVain).as("its key is as unknown as the notification was").isNotEqualTo(sentLater);
                assertThat(gateway.post("/v1/notifications/" + cancelled + "/cancel", "{}").statusCode()).isEqualTo(200);
                assertThat(gateway.post("/v1/apps/" + APP + "/resume", "{}").statusCode()).isEqualTo(200);

                awaitState(again, "sent");
                await("the platform refuses both used formIds").atMost(LONG).untilAsserted(() ->
                        assertThat(gateway.getManagement("/metrics").body()).containsPattern("minipush_foreign_use_total\\{[^}]*} 2\\.0"));
                awaitState(inVain, "waiting");
                awaitState(waits, "waiting");
                assertThat(List.of(received("o-used"), received("o-waits"), received("o-done"))).as("nothing twice so far").containsOnly(1L);

                // Its user submits a form once more: what had been sent is sent again, unless somebody cancelled it.
                collect("o-waits", platform.platform().issueForm(APP, "o-waits"));
                collect("o-cancelled", platform.platform().issueForm(APP, "o-cancelled"));
                awaitState(waits, "sent");
                assertThat(received("o-waits")).isEqualTo(2);
                assertThat(received("o-cancelled")).isEqualTo(1);
                assertBalanced();
            } finally {
                gateway.close();
            }
        }
    }

    private void backUp(EmbeddedDatabase.Login login, Dialect dialect) throws Exception {
        if (dialect == Dialect.H2) {
            Files.copy(file(login), folder.resolve("minipush.mv.db"));
        } else {
            run(login, commands(dialect).get("backup"));
        }
    }

    /** Into another database, and with the guide's statement that holds everything. */
    private EmbeddedDatabase.Login restore(EmbeddedDatabase.Login login, Dialect dialect) throws Exception {
        EmbeddedDatabase.Login restored = new EmbeddedDatabase.Login(login.url().replaceFirst("(minipush_\\d+)(?=;|$)", "$1_restored"), login.user(), login.password());
        if (dialect == Dialect.H2) {
            Files.copy(folder.resolve("minipush.mv.db"), file(restored));
        } else {
            run(login, commands(dialect).get("restore"));
        }
        Matcher hold = Pattern.compile("```sql\n(UPDATE app SET paused_at[^;]*);\n```").matcher(section());
        assertThat(hold.find()).isTrue();
        try (var connection = java.sql.DriverManager.getConnection(restored.url(), restored.user(), restored.password())) {
            connection.createStatement().executeUpdate(hold.group(1));
        }
        return restored;
    }

    private static Path file(EmbeddedDatabase.Login login) {
        return Path.of(login.url().replaceAll("^jdbc:h2:file:|;.*$", "") + ".mv.db");
    }

    private static String section() throws Exception {
        String guide = Files.readString(Path.of("docs/operations.md"));
        return guide.substring(guide.indexOf("\n## Backup and restore\n"));
    }

    private static Map<String, String> commands(Dialect dialect) throws Exception {
        Matcher row = Pattern.compile("(?m)^\\| " + (dialect == Dialect.MARIADB ? "MariaDB" : "PostgreSQL") + " \\| `([^`]*)` \\| `([^`]*)` \\|$").matcher(section());
        assertThat(row.find()).isTrue();
        return Map.of("backup", row.group(1), "restore", row.group(2));
    }

    /** As an administrator types it: the tools on the path, the login in his own file. */
    private void run(EmbeddedDatabase.Login login, String command) throws Exception {
        URI server = URI.create(login.url().replaceFirst("^jdbc:", ""));
        String name = server.getPath().substring(1);
        String tools;
        try (var connection = java.sql.DriverManager.getConnection(login.url(), login.user(), login.password());
                var rows = connection.createStatement().executeQuery("SELECT @@basedir")) {
            rows.next();
            tools = Path.of(rows.getString(1), "bin").toString();
        }
        Files.writeString(folder.resolve(".my.cnf"), "[client]\nprotocol=tcp\nhost=" + server.getHost() + "\nport=" + server.getPort() + "\nuser=" + login.user() + "\n");
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", command.replaceAll("\\bminipush(?![.a-z])", name)).directory(folder.toFile()).redirectErrorStream(true);
        shell.environment().put("HOME", folder.toString());
        shell.environment().put("PATH", tools + ":" + System.getenv("PATH"));
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
    }
}
