package io.minipush.doctor;

import static io.minipush.TestSettings.APP;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.minipush.TestSettings;
import io.minipush.doctor.Finding.Grade;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.drill.GatewayProcess;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Database;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the doctor says of sound and of broken installations, and that he leaves them as they were. */
class DoctorIT {

    @TempDir
    private Path folder;
    private Simulator simulator;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.defaults());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private TestSettings on(EmbeddedDatabase.Login login) {
        return TestSettings.on(login).with("MINIPUSH_WECHAT_URL", simulator.url().toString()).with("MINIPUSH_HOME", folder.resolve("home").toString());
    }

    /** Grade and detail of what was found at a place. */
    private static String at(String what, List<Finding> findings) {
        return findings.stream().filter(finding -> finding.what().equals(what)).map(finding -> finding.grade() + " " + finding.detail()).findFirst().orElse("nothing");
    }

    private static List<Finding> not(Grade grade, List<Finding> findings) {
        return findings.stream().filter(finding -> finding.grade() != grade).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aSoundInstallationIsTold(Dialect dialect) throws Exception {
        TestSettings settings = on(TestDatabases.create(dialect));
        Database.open(settings.read()).close();
        List<Finding> findings = Doctor.examine(settings.environment());
        assertThat(not(Grade.OK, findings)).isEmpty();
        assertThat(at("schema", findings)).startsWith("OK version ");
        assertThat(at("app " + APP, findings)).isEqualTo("OK the platform takes its secret");
        assertThat(folder.resolve("home")).as("nothing is made").doesNotExist();
        assertThat(findings.toString()).doesNotContain(TestSettings.SECRET);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseStaysEmptyAndAnOldOneOld(Dialect dialect) throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(dialect);
        TestSettings settings = on(login);
        assertThat(at("schema", Doctor.examine(settings.environment()))).isIn("OK empty; the first start makes it", "nothing");
        Flyway.configure().dataSource(login.url(), login.user(), login.password()).locations("classpath:sql/schema/" + dialect.folder()).target("1").load().migrate();
        for (int i = 0; i < 2; i++) {
            assertThat(at("schema", Doctor.examine(settings.environment()))).matches("WARN version 1, \\d+ migration\\(s\\) behind");
        }
        Database.open(settings.read()).close();
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password())) {
            connection.createStatement().executeUpdate("INSERT INTO " + history(dialect) + " SELECT 999, '999', " + rest(dialect));
        }
        assertThat(at("schema", Doctor.examine(settings.environment()))).isEqualTo("FAIL has version 999, which this minipush does not know");
    }

    private static String history(Dialect dialect) {
        return dialect == Dialect.H2 ? "\"flyway_schema_history\"" : "flyway_schema_history";
    }

    /** Of the row of the first migration, as a later one would have it. */
    private static String rest(Dialect dialect) {
        String q = dialect == Dialect.H2 ? "\"" : "";
        return Stream.of("description", "type", "script", "checksum", "installed_by", "installed_on", "execution_time", "success")
                .map(column -> q + column + q).collect(java.util.stream.Collectors.joining(", ")) + " FROM " + history(dialect) + " WHERE " + q + "version" + q + " = '1'";
    }

    @Test
    void eachFaultIsTold() throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(Dialect.POSTGRESQL);
        Database.open(on(login).read()).close();
        assertThat(at("settings", Doctor.examine(on(login).with("MINIPUSH_DB_POOL", "many").environment()))).startsWith("FAIL ").contains("MINIPUSH_DB_POOL");
        assertThat(at("settings", Doctor.examine(on(login).with("MINIPUSH_KEYS_FILE", folder.resolve("none.yaml").toString()).environment()))).startsWith("FAIL ");
        assertThat(at("database", Doctor.examine(on(login).with("MINIPUSH_DB_URL", "jdbc:postgresql://127.0.0.1:9/none").environment()))).startsWith("FAIL no connection");
        assertThat(at("app " + APP, Doctor.examine(on(login).with("MINIPUSH_APP_SECRET", "another-not-real-secret").environment()))).startsWith("FAIL no token: 40125").doesNotContain("another-not");
        assertThat(at("platform", Doctor.examine(on(login).with("MINIPUSH_WECHAT_URL", "http://127.0.0.1:9").environment()))).startsWith("FAIL no answer");
        assertThat(at("broker", Doctor.examine(on(login).with("MINIPUSH_JMS_URL", "tcp://127.0.0.1:9").environment()))).startsWith("WARN no connection to tcp://127.0.0.1:9");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(at("home", Doctor.examine(on(login).with("MINIPUSH_HOME", file.resolve("x").toString()).environment()))).startsWith("FAIL ");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(at("API port", Doctor.examine(on(login).with("MINIPUSH_HTTP_PORT", Integer.toString(taken.getLocalPort())).environment()))).startsWith("FAIL ");
        }
    }

    @Test
    void aClassicTokenIsNeverAskedForAndTheOneInUseIsTried() throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(Dialect.POSTGRESQL);
        TestSettings settings = on(login).with("MINIPUSH_TOKEN_SOURCE", "classic");
        Database.open(settings.read()).close();
        assertThat(at("app " + APP, Doctor.examine(settings.environment()))).startsWith("WARN not tried");
        assertThat(simulator.platform().requests(APP)).as("the platform was not asked about the app").isEmpty();
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password())) {
            connection.createStatement().executeUpdate("INSERT INTO token (app_id, access_token, version, usable, source, expires_at, refresh_at)"
                    + " VALUES ('" + APP + "', 'not-a-real-token', 1, true, 'classic', TIMESTAMP '2099-01-01 00:00:00', TIMESTAMP '2099-01-01 00:00:00')");
        }
        assertThat(at("app " + APP, Doctor.examine(settings.environment()))).startsWith("WARN the platform refuses the token in use").doesNotContain("not-a-real-token");
    }

    @Test
    void besideARunningGatewayItsPlacesAreItsOwn() throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(Dialect.H2);
        String home = folder.resolve("running").toString();
        try (RunningGateway gateway = RunningGateway.on(login, "MINIPUSH_HOME", home)) {
            List<Finding> findings = Doctor.examine(on(login).with("MINIPUSH_HOME", home).with("MINIPUSH_HTTP_PORT", Integer.toString(gateway.gateway().apiPort())).environment());
            assertThat(at("gateway", findings)).isEqualTo("OK one is running on this home");
            assertThat(at("API port", findings)).contains("by the gateway that runs on this home");
            assertThat(at("database", findings)).startsWith("OK H2, in use");
        }
        assertThat(at("gateway", Doctor.examine(on(login).with("MINIPUSH_HOME", home).environment()))).isEqualTo("OK none is running on this home");
    }

    /** Everything under a folder: what it is, when it was written, and its content. */
    private static Map<String, String> content(Path folder) throws Exception {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                content.put(folder.relativize(path).toString(), Files.getLastModifiedTime(path) + " " + Files.getPosixFilePermissions(path) + " "
                        + (Files.isDirectory(path) ? "folder" : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)))));
            }
        }
        return content;
    }

    /** As the home of a production node on H2: the database lies in it. While its gateway is frozen, whatever changes there is the doctor's work. */
    @Test
    void theHomeAndItsH2FileStayAsTheyAreByteForByte() throws Exception {
        Map<String, String> environment = new HashMap<>(on(TestDatabases.create(Dialect.H2)).environment());
        List.of("MINIPUSH_DB_URL", "MINIPUSH_DB_USER", "MINIPUSH_DB_PASSWORD", "MINIPUSH_HOME").forEach(environment::remove);
        Path home = folder.resolve("node/home");
        Path torn = Files.createDirectories(folder.resolve("torn"));
        Map<String, String> doctors = new HashMap<>(environment);
        doctors.put("MINIPUSH_HOME", home.toString());
        try (GatewayProcess gateway = new GatewayProcess("examined", folder.resolve("node"), environment, List.of("-Xmx128m"))) {
            gateway.start();
            gateway.awaitReady(Duration.ofSeconds(120));
            gateway.freeze();
            Map<String, String> before = content(home);
            assertThat(before).containsKey("minipush.mv.db");
            Files.copy(home.resolve("minipush.mv.db"), torn.resolve("minipush.mv.db"));
            assertThat(command(doctors)).contains("OK    gateway: one is running on this home", "OK    database: H2, in use");
            assertThat(content(home)).as("while it runs").isEqualTo(before);
            gateway.thaw();
            assertThat(gateway.stop(Duration.ofSeconds(60))).isTrue();
        }
        Map<String, String> before = content(home);
        assertThat(command(doctors)).contains("OK    gateway: none is running on this home", "OK    schema: version");
        assertThat(content(home)).as("after a clean stop").isEqualTo(before);

        Map<String, String> left = content(torn);
        doctors.put("MINIPUSH_HOME", torn.toString());
        assertThat(command(doctors)).contains("database: ");
        assertThat(content(torn)).as("as a crash leaves it").isEqualTo(left);
    }

    @Test
    void theCommandTellsEachFindingAndFailsOnAFail() throws Exception {
        Map<String, String> environment = new HashMap<>(on(TestDatabases.create(Dialect.POSTGRESQL)).environment());
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("extra.camel.yaml"), "- route:\n    id: extra\n    from:\n      uri: nonsense:x\n");
        environment.put("MINIPUSH_ROUTES_DIR", routes.toString());
        String said = command(environment, "--json");
        assertThat(said).startsWith("0 {\"grade\":\"OK\",\"what\":\"settings\"").contains("\"what\":\"schema\"", "{\"grade\":\"WARN\",\"what\":\"routes\",\"detail\":\"extra.camel.yaml:");
        environment.put("MINIPUSH_APP_SECRET", "");
        assertThat(command(environment)).startsWith("1 FAIL  settings: ").contains("→");
    }

    private static String command(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "io.minipush.Minipush", "doctor"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("MINIPUSH_"));
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }
}
