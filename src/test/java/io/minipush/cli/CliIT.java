package io.minipush.cli;

import static io.minipush.web.RunningGateway.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.drill.FreePort;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The operators' commands against a running gateway. */
class CliIT {

    private static final String[] KEY = {"Authorization", "Bearer not-a-real-key"};
    private static RunningGateway gateway;

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {
    }

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", "not-a-real-key");
        gateway.holdSender();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", gateway.api("").toString(), "--key", "not-a-real-key"));
        return runAlone(all.toArray(String[]::new));
    }

    private static Run runAlone(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        // The gateway in this process writes its log where the command writes.
        Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> console = log.getAppender("text");
        try {
            log.detachAppender(console);
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int code = MinipushCommand.execute(arguments);
            return new Run(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            log.addAppender(console);
        }
    }

    private static List<String> accept(String user, int count) throws Exception {
        String one = "{\"touser\":\"" + user + "\",\"template_id\":\"T\",\"reference\":\"订单 " + user + "\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";
        List<String> ids = new ArrayList<>();
        RunningGateway.json(gateway.post(RunningGateway.NOTIFICATIONS, IntStream.range(0, count).mapToObj(i -> one).collect(Collectors.joining(",", "[", "]")), KEY))
                .path("ids").forEach(id -> ids.add(id.textValue()));
        return ids;
    }

    @Test
    void listAndShowAreReadableForPeopleAndUnchangedForScripts() throws Exception {
        List<String> ids = accept("o-list", 3);
        Run list = run("list", "--openid", "o-list");
        assertThat(list.code()).as(list.err()).isZero();
        assertThat(list.out().lines()).hasSize(4).first().asString().startsWith("ID").contains("STATE", "REFERENCE");
        assertThat(list.out().lines().skip(1)).allSatisfy(line -> assertThat(line).contains("accepted", "订单 o-list").doesNotContain("null"));
        assertThat(run("list", "--openid", "o-list", "--limit", "2").out()).contains("There are more");
        assertThat(run("list", "--reference", "none of these").out()).contains("There are none");

        Run json = run("list", "--openid", "o-list", "--json");
        assertThat(json.out().strip()).isEqualTo(gateway.get(RunningGateway.NOTIFICATIONS + "?limit=50&openid=o-list", KEY).body());
        Run show = run("show", ids.get(0));
        assertThat(show.out()).contains(ids.get(0)).contains("accepted").doesNotContain("null");
        assertThat(run("show", ids.get(0), "--json").out().strip()).isEqualTo(gateway.get("/v1/notifications/" + ids.get(0), KEY).body());

        accept("o-many", 1100);
        assertThat(run("list", "--openid", "o-many", "--all").out().lines()).hasSize(1101);
        assertThat(run("list", "--openid", "o-many", "--limit", "700").out().lines().filter(line -> line.contains("accepted"))).hasSize(700);
    }

    @Test
    void cancelAndRetryTellEachOutcomeAndTheExitCodeSaysWhetherAllWent() throws Exception {
        List<String> ids = accept("o-hands", 3);
        Run cancelled = run("cancel", ids.get(0), ids.get(1));
        assertThat(cancelled.code()).as(cancelled.err()).isZero();
        assertThat(cancelled.out().lines()).containsExactly(ids.get(0) + "  cancelled", ids.get(1) + "  cancelled");
        Run mixed = run("retry", ids.get(0), ids.get(2));
        assertThat(mixed.code()).isEqualTo(1);
        assertThat(mixed.out()).contains(ids.get(2) + "  accepted");
        assertThat(mixed.err().lines()).singleElement().asString().contains(ids.get(0), "cancelled");

        gateway.update("UPDATE notification SET state = 'failed', errcode = 40037, due_at = NULL, ended_at = created_at WHERE id = '" + ids.get(2) + "'");
        Run nobody = run("retry", "--state", "failed", "--errcode", "40037");
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.err()).contains("--yes");
        assertThat(run("retry", "--state", "failed", "--errcode", "40037", "--yes").out()).isEqualTo("1 due again" + System.lineSeparator());
        assertThat(run("retry", "--state", "failed", "--yes", "--json").out().strip()).isEqualTo("{\"retried\":0}");
        assertThat(run("retry", "--state", "sent", "--yes").code()).isEqualTo(1);
        assertThat(run("retry").code()).isEqualTo(2);
        assertThat(run("audit").out()).contains(ids.get(0), "cancel", System.getProperty("user.name") + " (api-key)");
    }

    @Test
    void anAppAndATemplateAreHeldAndLetGo() {
        assertThat(run("pause").out()).startsWith(APP + ": paused since ");
        assertThat(run("hold", "T-held", "--app", APP).out()).contains("held: T-held");
        assertThat(run("apps").out().lines().toList().get(1)).startsWith(APP).contains("any");
        assertThat(run("release", "T-held").out()).doesNotContain("T-held");
        assertThat(run("resume").out()).startsWith(APP + ": goes on");
        assertThat(run("pause", "--app", "wxOther").code()).isEqualTo(1);
    }

    @Test
    void stockReachTokenAndBooksAreShown() throws Exception {
        gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"o-rich\",\"form_id\":\"F-rich\"}", KEY);
        assertThat(run("stock", "--openid", "o-rich").out()).contains("available", "1");
        Path users = Files.writeString(folder.resolve("users"), "\uFEFFo-rich\r\no-poor\n\no-rich\n");
        assertThat(run("stock", "--openids-file", users.toString()).out()).isEqualTo("1 of 2 users can be reached" + System.lineSeparator());
        assertThat(run("stock", "--openids-file", users.toString(), "--each").out()).containsPattern("o-poor +0").containsPattern("o-rich +1");
        assertThat(run("stock", "--openids-file", "/does/not/exist").code()).isEqualTo(2);
        gateway.post("/v1/apps/" + APP + "/subscriptions", "{\"openid\":\"o-poor\",\"accepted\":[\"T-cli\",\"T-cli\"]}", KEY);
        assertThat(run("stock", "--template", "T-cli").out()).containsPattern("available +2").containsPattern("users +1");
        assertThat(run("stock", "--template", "T-cli", "--openid", "o-rich").out()).containsPattern("available +0");
        assertThat(run("stock", "--template", "T-cli", "--openids-file", users.toString(), "--each").out()).containsPattern("o-poor +2").containsPattern("o-rich +0");
        assertThat(run("token").out()).contains("state").doesNotContain("null");
        Run books = run("books");
        assertThat(books.code()).as(books.err()).isZero();
        assertThat(books.out()).contains("taken in", "difference", "CREDITS");
        JsonNode json = new ObjectMapper().readTree(run("books", "--json").out());
        assertThat(json.at("/credits/difference").intValue()).isZero();
    }

    @Test
    void templatesAndThePlatformsQuotasAreShown() throws Exception {
        assertThat(run("templates").out()).contains("has not listed the templates of " + APP + " yet");
        assertThat(run("templates", "--json").out().strip()).isEqualTo("{\"fetched_at\":null,\"templates\":[]}");
        gateway.update("UPDATE template_list SET asked_at = TIMESTAMP '2026-01-01 00:00:00', fetched_at = TIMESTAMP '2026-01-01 00:00:00', listing = '[{"
                + "\"priTmplId\":\"T-1\",\"title\":\"通知\",\"content\":\"{{thing1.DATA}}{{date2.DATA}}{{enum3.DATA}}\",\"type\":2,"
                + "\"keywordEnumValueList\":[{\"keywordCode\":\"enum3.DATA\",\"enumValueList\":[\"a\",\"b\"]}]}]'");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(run("templates").out()).contains("T-1", "通知", "one time", "thing1 (20), date2, enum3 (one of 2)", "As of 2026-01-01"));
        assertThat(run("templates", "--json").out().strip()).isEqualTo(gateway.get("/v1/apps/" + APP + "/templates", KEY).body());
        gateway.update("INSERT INTO platform_quota (app_id, cgi_path, asked_at, read_at, daily_limit, used, remain) VALUES ('" + APP
                + "', '/cgi-bin/stable_token', TIMESTAMP '2099-01-01 00:00:00', TIMESTAMP '2026-01-01 00:00:00', 500000, 1, 499999)");
        assertThat(run("apps").out()).contains("stable_token 499999");
    }

    @Test
    void booksThatDoNotBalanceAreAnErrorOfTheCommand() throws Exception {
        gateway.update("INSERT INTO book_entry (app_id, taken_in) VALUES ('" + APP + "', 1)");
        try {
            Run books = run("books");
            assertThat(books.code()).isEqualTo(1);
            assertThat(books.err()).contains("do not balance");
        } finally {
            gateway.update("INSERT INTO book_entry (app_id, taken_in) VALUES ('" + APP + "', -1)");
        }
    }

    @Test
    void everyFaultIsOneLineWithWhatToDo() throws Exception {
        assertFault(run("show", "01ARZ3NDEKTSV4RRFFQ69G5FAV"), 1, "no such notification");
        assertFault(run("show", "../apps?x"), 2, "not the id");
        assertFault(run("list", "--state", "gone"), 1, "state must be one of");
        assertFault(runAlone("apps", "--url", gateway.api("").toString(), "--key", "wrong"), 1, "--key");
        assertFault(runAlone("apps", "--url", gateway.api("").toString(), "--key", "wrong\nX: y"), 2, "key");
        assertFault(runAlone("apps", "--url", "ftp://x"), 2, "--url");
        assertFault(runAlone("apps", "--url", gateway.management("").toString(), "--key", "not-a-real-key"), 3, "is no gateway");
        assertFault(runAlone("apps", "--url", "http://127.0.0.1:" + FreePort.find()), 3, "is it running?");
    }

    private static void assertFault(Run run, int code, String says) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err().strip().lines()).singleElement().asString().startsWith("minipush: ").contains(says);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "cancel", "retry", "pause", "resume", "hold", "release", "stock", "templates", "token", "books", "apps", "audit"})
    void everyCommandExplainsItself(String command) {
        Run help = runAlone(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("minipush " + command, "--url", "--json", "Exit codes:");
        assertThat(help.err()).isEmpty();
    }
}
