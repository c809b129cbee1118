package io.minipush.access;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.FORM_IDS;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.minipush.TestSettings;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.SeenRequest;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** After good days and bad ones, everything that can be reached is searched for what nobody may find there. */
class SecretsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String USER = "o-Secret-user-with-a-long-openid";
    private static final String OTHER_USER = "o-Secret-other-user";
    private static final String API_KEY = "Secret-api-key";
    private static final String FILE_KEY = "Secret-key-of-the-file";
    private static final String EVENT_TOKEN = "SecretEventToken";
    private static final String AES_KEY = "SecretAesKeySecretAesKeySecretAesKeySecretA";
    private static final String CONTENT = "Secret-content";

    @TempDir
    private static Path folder;
    private static final HeardLog LOG = new HeardLog();
    private static final List<String> REFUSALS = new CopyOnWriteArrayList<>();
    /** What each is, by what it looks like. */
    private static final Map<String, String> SECRETS = new LinkedHashMap<>();

    private static Simulator simulator;
    private static RunningGateway gateway;
    private static Path home;
    private static EmbeddedDatabase.Login database;

    private static final class HeardLog extends AppenderBase<ILoggingEvent> {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        HeardLog() {
            Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getThreadName() + " " + event.getLoggerName() + " " + event.getMDCPropertyMap() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null ? "" : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @BeforeAll
    static void goodDaysAndBadOnes() throws Exception {
        simulator = Simulator.start(SimulatorOptions.defaults());
        SimulatedPlatform platform = simulator.platform();
        String secret = TestSettings.SECRET;
        Path keys = folder.resolve("keys.yaml");
        new KeysEditor(keys).add(KeysEditor.keyOf(FILE_KEY, "producer", Set.of(Role.SEND, Role.COLLECT), Set.of(APP), false), "2026-01-01", null);
        home = Files.createDirectories(folder.resolve("home"));
        database = TestDatabases.create(Dialect.H2);
        gateway = RunningGateway.on(database, "MINIPUSH_HOME", home.toString(), "MINIPUSH_WECHAT_URL", simulator.url().toString(), "MINIPUSH_API_KEY", API_KEY,
                "MINIPUSH_KEYS_FILE", keys.toString(), "MINIPUSH_EVENT_TOKEN", EVENT_TOKEN, "MINIPUSH_EVENT_AES_KEY", AES_KEY);
        know("API key", API_KEY);
        know("key of the file", FILE_KEY);
        know("app secret", secret);
        know("token of the events", EVENT_TOKEN);
        know("key of the events", AES_KEY);
        know("openid", USER);
        know("openid", OTHER_USER);
        know("content", CONTENT);
        Awaitility.await().atMost(LONG).until(() -> gateway.query("SELECT access_token FROM token") != null);
        know("access token", (String) gateway.query("SELECT access_token FROM token"));

        awaitState(send(USER, collect(platform, USER)), "sent");
        for (FaultKind fault : List.of(FaultKind.CUT_AFTER, FaultKind.GARBAGE_AFTER, FaultKind.HTTP_500_AFTER, FaultKind.BUSY, FaultKind.CUT_BEFORE)) {
            platform.inject(Fault.of(Api.TEMPLATE_SEND, fault).times(1));
            awaitState(send(USER, collect(platform, USER)), "sent");
        }
        platform.inject(Fault.errcode(Api.TEMPLATE_SEND, 40037).times(1));
        awaitState(send(USER, collect(platform, USER)), "failed");
        String stolen = collect(platform, OTHER_USER);
        platform.useForm(APP, stolen);
        awaitState(send(OTHER_USER, stolen), "waiting");
        platform.revokeTokens(APP, false);
        awaitState(send(OTHER_USER, collect(platform, OTHER_USER)), "sent", "waiting");
        know("second access token", (String) gateway.query("SELECT access_token FROM token"));
        Awaitility.await().atMost(LONG).until(() -> LOG.lines.stream().anyMatch(line -> line.contains("refused token version")));
        platform.addApp(APP, "another");
        gateway.update("UPDATE token SET refresh_at = TIMESTAMP '2020-01-01 00:00:00'");
        Awaitility.await().atMost(LONG).until(() -> gateway.count("SELECT failures FROM token") > 0);
        String code = platform.issueCode(APP, USER);
        know("login code", code);
        refused(gateway.post(FORM_IDS, "{\"code\":\"" + code + "\",\"form_id\":\"F-Secret-1\"}", bearer(FILE_KEY)), 422, 503);
        know("formId", "F-Secret-1");
        platform.addApp(APP, secret);
        ask();
        askAsSdk();
    }

    /** A program that takes the gateway for the platform. */
    private static void askAsSdk() throws Exception {
        String ask = "/cgi-bin/token?grant_type=client_credential&appid=" + APP + "&secret=";
        String token = json(gateway.get(ask + FILE_KEY)).get("access_token").textValue();
        know("token of the gateway", token);
        know("formId", "F-Secret-own");
        String send = "/cgi-bin/message/wxopen/template/send?access_token=";
        String own = message(USER).replace("{\"touser\"", "{\"form_id\":\"F-Secret-own\",\"touser\"");
        for (String refusal : List.of(ask + API_KEY + "x", ask + FILE_KEY + "&secret=" + USER, "/cgi-bin/" + USER, "/sns/jscode2session?js_code=" + USER)) {
            refused(gateway.get(refusal), 200, 404);
        }
        refused(gateway.post(send + token + "x", own), 200);
        refused(gateway.post(send + token, own.substring(1)), 200);
        refused(gateway.post(send + token, own.replace(USER, USER + " ")), 200);
        refused(gateway.post(send + token, own), 200);
        refused(gateway.post(send + token, own), 200);
        gateway.update("ALTER TABLE notification ADD CONSTRAINT no_more CHECK (touser <> '" + OTHER_USER + "') NOCHECK");
        refused(gateway.post(send + token, message(OTHER_USER)), 200);
        gateway.update("ALTER TABLE notification DROP CONSTRAINT no_more");
        assertThat(REFUSALS.get(REFUSALS.size() - 1)).contains("\"errcode\":-1");
        assertThat(REFUSALS.get(REFUSALS.size() - 2)).contains("\"errcode\":41029");
    }

    /** Requests that are refused, each with something in it that must not come back. */
    private static void ask() throws Exception {
        refused(gateway.get("/v1/apps?nonsense=" + USER, bearer(API_KEY)), 422);
        refused(gateway.get("/v1/apps/" + USER, bearer(API_KEY)), 404);
        refused(gateway.get("/v1/" + USER + "//", bearer(API_KEY)), 400);
        refused(gateway.get("/v1/apps", bearer(FILE_KEY)), 403);
        refused(gateway.get("/v1/apps", bearer(FILE_KEY + "x")), 401);
        refused(gateway.get("/v1/apps/" + APP + "/form-ids/stock?openid=" + USER + "%20", bearer(API_KEY)), 422);
        refused(gateway.post(NOTIFICATIONS, message(USER + " "), bearer(FILE_KEY)), 422);
        refused(gateway.post(NOTIFICATIONS, message(USER).substring(1), bearer(FILE_KEY)), 400);
        refused(gateway.post(NOTIFICATIONS, "{\"touser\":\"" + USER + "\",\"form_id\":\"F-Secret-1\"}", bearer(FILE_KEY)), 422);
        refused(gateway.post(FORM_IDS, "{\"openid\":\"" + USER + "\",\"form_id\":\"F-Secret-1 \"}", bearer(FILE_KEY)), 422);
        // A fault of the database quotes the row that it did not take.
        gateway.update("ALTER TABLE notification ADD CONSTRAINT no_more CHECK (touser <> '" + USER + "') NOCHECK");
        refused(gateway.post(NOTIFICATIONS, message(USER), bearer(FILE_KEY)), 500);
        gateway.update("ALTER TABLE notification DROP CONSTRAINT no_more");
        gateway.update("CREATE UNIQUE INDEX one_a_label ON notification (touser, reference)");
        String labelled = message(USER).replace("{\"touser\"", "{\"reference\":\"r\",\"touser\"");
        assertThat(gateway.post(NOTIFICATIONS, labelled, bearer(FILE_KEY)).statusCode()).isEqualTo(202);
        refused(gateway.post(NOTIFICATIONS, labelled, bearer(FILE_KEY)), 500, 503);
        gateway.update("DROP INDEX one_a_label");
    }

    @AfterAll
    static void stop() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
        gateway.close();
        simulator.close();
    }

    private static void know(String what, String secret) {
        assertThat(secret).isNotBlank();
        SECRETS.put(secret, what);
    }

    private static String[] bearer(String key) {
        return new String[] {"Authorization", "Bearer " + key, "X-Unknown", USER};
    }

    private static String message(String user) {
        return "{\"touser\":\"" + user + "\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"" + CONTENT + "\"}}}";
    }

    private static String collect(SimulatedPlatform platform, String user) throws Exception {
        String formId = platform.issueForm(APP, user);
        know("formId", formId);
        assertThat(gateway.post(FORM_IDS, "{\"openid\":\"" + user + "\",\"form_id\":\"" + formId + "\"}", bearer(FILE_KEY)).statusCode()).isEqualTo(201);
        return formId;
    }

    private static String send(String user, String formId) throws Exception {
        HttpResponse<String> accepted = gateway.post(NOTIFICATIONS, message(user), bearer(FILE_KEY));
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return json(accepted).get("id").textValue();
    }

    private static void awaitState(String id, String... states) {
        Awaitility.await().atMost(LONG).untilAsserted(() ->
                assertThat(json(gateway.get("/v1/notifications/" + id, bearer(FILE_KEY))).get("state").textValue()).isIn((Object[]) states));
    }

    private static void refused(HttpResponse<String> response, Integer... statuses) {
        assertThat(response.statusCode()).as(response.body()).isIn((Object[]) statuses);
        REFUSALS.add(response.statusCode() + " " + response.headers().map() + " " + response.body());
    }

    private static void search(String where, String text) {
        SECRETS.forEach((secret, what) -> {
            int at = text.indexOf(secret);
            if (at >= 0) {
                throw new AssertionError(where + " shows the " + what + ": …" + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100)) + "…");
            }
        });
    }

    @Test
    void theLogTellsWhatWentWrongAndNoSecret() {
        assertThat(LOG.lines).as("bad days leave their lines").anyMatch(line -> line.contains("A request failed")).anyMatch(line -> line.contains("No token for"));
        LOG.lines.forEach(line -> search("the log", line));
    }

    @Test
    void noRefusalRepeatsTheRequest() {
        assertThat(REFUSALS).hasSizeGreaterThan(10);
        REFUSALS.forEach(refusal -> search("an answer", refusal));
    }

    @Test
    void theManagementPortShowsFiguresOnly() throws Exception {
        String metrics = gateway.getManagement("/metrics").body();
        assertThat(metrics).contains("minipush_foreign_use_total", "errcode=\"40037\"");
        search("/metrics", metrics);
        search("/health/ready", gateway.getManagement("/health/ready").body());
    }

    @Test
    void noAttributeOfAnyMBeanShowsASecret() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        int seen = 0;
        for (ObjectName name : beans.queryNames(null, null)) {
            search("JMX", name.getCanonicalName());
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable()) {
                    search("JMX " + name + " " + attribute.getName(), value(beans, name, attribute.getName()));
                    seen += name.getDomain().equals("org.apache.camel") ? 1 : 0;
                }
            }
            for (String dump : List.of("dumpRoutesAsXml", "dumpRoutesStatsAsXml", "dumpRouteAsXml", "dumpStatsAsXml", "dumpStatsAsJSon", "informationJson")) {
                if (name.getDomain().equals("org.apache.camel") && Arrays.stream(beans.getMBeanInfo(name).getOperations())
                        .anyMatch(operation -> operation.getName().equals(dump) && operation.getSignature().length == 0)) {
                    search("JMX " + name + " " + dump, String.valueOf(beans.invoke(name, dump, new Object[0], new String[0])));
                }
            }
        }
        assertThat(seen).as("attributes of Camel").isGreaterThan(1000);
    }

    @Test
    void theConsoleShowsNoSecret() throws Exception {
        String[] asked = {
            "{\"type\":\"list\"}", "{\"type\":\"read\",\"mbean\":\"org.apache.camel:*\"}", "{\"type\":\"read\",\"mbean\":\"java.lang:*\"}",
            "{\"type\":\"exec\",\"mbean\":\"CONTEXT\",\"operation\":\"dumpRoutesAsXml()\"}",
            "{\"type\":\"exec\",\"mbean\":\"CONTEXT\",\"operation\":\"dumpRoutesStatsAsXml\",\"arguments\":[true,true]}"};
        String context = console("{\"type\":\"search\",\"mbean\":\"org.apache.camel:type=context,*\"}").replaceAll("(?s).*(org.apache.camel:context=[^,]+),.*", "$1")
                + ",type=context,name=\\\"minipush\\\"";
        for (String question : asked) {
            String shown = console(question.replace("CONTEXT", context));
            assertThat(shown).as(question).contains("\"status\":200");
            search("Hawtio", shown);
        }
    }

    private static String console(String question) throws Exception {
        return RunningGateway.send(RunningGateway.request(gateway.management("/hawtio/jolokia?ignoreErrors=true"), "Authorization", "Bearer " + API_KEY, "Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(question))).body();
    }

    private static String value(MBeanServer beans, ObjectName name, String attribute) {
        try {
            Object value = beans.getAttribute(name, attribute);
            return value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
        } catch (JMException | RuntimeException e) {
            return "";
        }
    }

    @Test
    void theFilesOfTheHomeHaveNoSecret() throws Exception {
        int seen = 0;
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                search(file.toString(), file + " " + text(file));
                seen++;
            }
        }
        assertThat(seen).isPositive();
    }

    @Test
    void theDatabaseHoldsUsersAndTheTokenButNoKeyAndNoAppSecret() throws Exception {
        StringBuilder dump = new StringBuilder();
        try (var connection = java.sql.DriverManager.getConnection(database.url(), database.user(), database.password());
                var rows = connection.createStatement().executeQuery("SCRIPT")) {
            while (rows.next()) {
                dump.append(rows.getString(1)).append('\n');
            }
        }
        assertThat(dump.toString()).contains(USER).doesNotContain(API_KEY, FILE_KEY, TestSettings.SECRET, EVENT_TOKEN, AES_KEY);
    }

    @Test
    void noHeaderTellsThePlatformAnythingAndNoBodyMoreThanTheMessage() {
        List<SeenRequest> requests = simulator.platform().requests(APP);
        assertThat(requests).hasSizeGreaterThan(8).allSatisfy(request -> {
            search("a header to the platform", request.headers().toString());
            assertThat(request.query() + request.body()).doesNotContain(API_KEY, FILE_KEY, TestSettings.SECRET, EVENT_TOKEN, AES_KEY);
        });
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
