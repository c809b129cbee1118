package io.minipush.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.minipush.TestSettings;
import io.minipush.credit.Purse;
import io.minipush.events.PlatformSender.Call;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door for what the platform tells by itself, over HTTP, and what comes of it. */
class EventsIT {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String PLAIN_APP = TestSettings.APP;
    private static final String SAFE_APP = "wxba5fad812f8e6fb9";
    private static final String MUTE_APP = "wx-without-events";
    private static final String TOKEN = "not-a-real-token";
    private static final String AES_KEY = "notARealKeyNotARealKeyNotARealKeyNotARealKe";
    private static final PlatformSender PLAIN = new PlatformSender(PLAIN_APP, TOKEN, Optional.empty());
    private static final PlatformSender SAFE = new PlatformSender(SAFE_APP, TOKEN, Optional.of(AES_KEY));

    @TempDir
    private static Path folder;

    private static io.minipush.drill.EmbeddedDatabase.Login login;
    private static RunningGateway gateway;

    private final String user = "o-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(folder.resolve("minipush.properties"), """
                minipush.apps.%1$s.event_token=%4$s
                minipush.apps.%2$s.secret=not-a-real-secret
                minipush.apps.%2$s.event_token=%4$s
                minipush.apps.%2$s.event_aes_key=%5$s
                minipush.apps.%3$s.secret=not-a-real-secret
                """.formatted(PLAIN_APP, SAFE_APP, MUTE_APP, TOKEN, AES_KEY));
        login = TestDatabases.create(Dialect.H2);
        open();
    }

    private static void open() throws Exception {
        gateway = RunningGateway.on(login, "MINIPUSH_API_KEY", "k", "MINIPUSH_CONFIG", folder.resolve("minipush.properties").toString(), "MINIPUSH_HOME", folder.resolve("home").toString());
        gateway.holdSender();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String path(String app) {
        return "/v1/apps/" + app + "/events";
    }

    private static HttpResponse<String> post(String app, Call call) throws Exception {
        return gateway.post(path(app) + "?" + call.query(), call.body(), null);
    }

    private static void assertTaken(HttpResponse<String> answer) {
        assertThat(answer.body()).isEqualTo("success");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    }

    private static void awaitDrained() {
        await().atMost(LONG).untilAsserted(() -> {
            try (Stream<Path> files = Files.list(folder.resolve("home/events"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".json"))).isEmpty();
            }
        });
    }

    private void assertCredits(String app, String template, int count) throws Exception {
        awaitDrained();
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE app_id = '" + app + "' AND purse = '" + Purse.of(user, template) + "'")).isEqualTo(count);
    }

    private static double counted(String app, String event, String outcome) throws Exception {
        String name = "minipush_events_total{app=\"" + app + "\",event=\"" + event + "\",outcome=\"" + outcome + "\"} ";
        return gateway.getManagement("/metrics").body().lines().filter(line -> line.startsWith(name)).mapToDouble(line -> Double.parseDouble(line.substring(name.length()))).sum();
    }

    @Test
    void theConsolesCheckIsEchoedWithoutAKeyToWhoSignsAsThePlatformDoes() throws Exception {
        for (String app : List.of(PLAIN_APP, SAFE_APP)) {
            HttpResponse<String> answer = gateway.get(path(app) + "?" + PLAIN.check("4375120948345356249"));
            assertThat(answer.body()).isEqualTo("4375120948345356249");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        }
        assertRefused(gateway.get(path(PLAIN_APP) + "?" + PLAIN.check("1").replaceFirst("nonce=", "nonce=1")));
        assertRefused(gateway.get(path(PLAIN_APP)));
        assertRefused(gateway.get(path(PLAIN_APP), "Authorization", "Bearer k"));
        assertThat(gateway.get(path(MUTE_APP) + "?" + PLAIN.check("1")).statusCode()).isEqualTo(404);
        assertThat(gateway.get(path("wx-nobody") + "?" + PLAIN.check("1")).statusCode()).isEqualTo(404);
        assertThat(post(MUTE_APP, PLAIN.call("{}")).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/apps/" + PLAIN_APP + "/events/", "/v1/apps/" + PLAIN_APP + "/events/x", "/v1/apps/" + PLAIN_APP + "/events;x", "/v1/apps/a/../" + PLAIN_APP + "/events",
            "/v1/apps/" + PLAIN_APP + "%2Fevents", "/v1/apps/" + PLAIN_APP + "/%65vents", "//v1/apps/" + PLAIN_APP + "/events", "/v1/apps/" + PLAIN_APP + "/notifications?/events",
            "/v1/apps/" + PLAIN_APP + "/notifications/%2e%2e/events", "/v1/apps//events", "/v1/apps/events"})
    void everyOtherPathWantsAKey(String path) throws Exception {
        String uri = path + (path.contains("?") ? "&" : "?") + PLAIN.check("1");
        assertThat(gateway.get(uri).statusCode()).as(path).isIn(400, 401);
        assertThat(gateway.post(uri, "{}").statusCode()).as(path).isIn(400, 401);
    }

    @Test
    void aPlainEventBringsItsCreditsOnce() throws Exception {
        Call popup = PLAIN.call(PlatformSender.popup(user, Instant.now(), "T1", "accept", "T2", "accept", "T1", "accept", "T3", "ban"));
        assertTaken(post(PLAIN_APP, popup));
        assertCredits(PLAIN_APP, "T1", 2);
        assertCredits(PLAIN_APP, "T2", 1);
        assertCredits(PLAIN_APP, "T3", 0);
        assertTaken(post(PLAIN_APP, popup));
        assertTaken(post(PLAIN_APP, PLAIN.call(popup.text())));
        assertCredits(PLAIN_APP, "T1", 2);
        assertTaken(post(PLAIN_APP, PLAIN.call(PlatformSender.answered(PlatformEvent.CHANGE, user, Instant.now().plusSeconds(2), "T1", "reject"))));
        assertCredits(PLAIN_APP, "T1", 0);
        assertCredits(PLAIN_APP, "T2", 1);
        assertThat(counted(PLAIN_APP, PlatformEvent.POPUP, "applied")).isPositive();
        assertThat(counted(PLAIN_APP, PlatformEvent.POPUP, "duplicate")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void twoAnswersOfOneUserInOneSecondAreTwo() throws Exception {
        Instant now = Instant.now();
        assertTaken(post(PLAIN_APP, PLAIN.call(PlatformSender.popup(user, now, "T1", "accept"))));
        assertTaken(post(PLAIN_APP, PLAIN.call(PlatformSender.popup(user, now, "T1", "accept", "T2", "accept"))));
        assertCredits(PLAIN_APP, "T1", 2);
        assertCredits(PLAIN_APP, "T2", 1);
    }

    @Test
    void aSignatureIsGoodForOneBodyAlsoAfterARestart() throws Exception {
        Call genuine = PLAIN.call(PlatformSender.popup(user, Instant.now(), "T1", "accept"));
        Call forged = genuine.with(PlatformSender.popup(user, Instant.now(), "T2", "accept"));
        Call idle = PLAIN.call("{\"Event\":\"debug_demo\"}");
        assertTaken(post(PLAIN_APP, genuine));
        assertTaken(post(PLAIN_APP, idle));
        assertRefused(post(PLAIN_APP, forged));
        assertRefused(post(PLAIN_APP, idle.with(forged.text())));
        assertCredits(PLAIN_APP, "T1", 1);
        gateway.close();
        open();
        post(PLAIN_APP, idle.with(forged.text()));
        assertTaken(post(PLAIN_APP, genuine));
        assertCredits(PLAIN_APP, "T1", 1);
        assertCredits(PLAIN_APP, "T2", 0);
        assertThat(counted(PLAIN_APP, PlatformEvent.POPUP, "forged")).isEqualTo(1);
        assertThat(counted(PLAIN_APP, PlatformEvent.POPUP, "duplicate")).isEqualTo(1);
    }

    @Test
    void anEncryptedEventIsTakenInJsonAndXml() throws Exception {
        assertTaken(post(SAFE_APP, SAFE.call(PlatformSender.popup(user, Instant.now(), "T1", "accept"))));
        String xml = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[" + user + "]]></FromUserName><CreateTime>" + Instant.now().getEpochSecond()
                + "</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe_msg_popup_event]]></Event><SubscribeMsgPopupEvent><List><TemplateId><![CDATA[T1]]></TemplateId>"
                + "<SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><PopupScene>0</PopupScene></List><List><TemplateId><![CDATA[T2]]></TemplateId>"
                + "<SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><PopupScene>0</PopupScene></List></SubscribeMsgPopupEvent></xml>";
        assertTaken(post(SAFE_APP, SAFE.call(xml)));
        assertCredits(SAFE_APP, "T1", 2);
        assertCredits(SAFE_APP, "T2", 1);
        assertCredits(PLAIN_APP, "T1", 0);
    }

    @Test
    void whatIsTamperedWithOrForAnotherAppIsRefusedAndChangesNothing() throws Exception {
        String popup = PlatformSender.popup(user, Instant.now(), "T1", "accept");
        Call call = SAFE.call(popup);
        assertRefused(post(SAFE_APP, call.with(call.text().replaceFirst("Encrypt\":\"(.)(.)", "Encrypt\":\"$2$1A"))));
        assertRefused(post(SAFE_APP, new Call(call.query().replaceFirst("msg_signature=.", "msg_signature=x"), call.body())));
        assertRefused(post(SAFE_APP, new Call(call.query().replaceFirst("nonce=", "nonce=9"), call.body())));
        assertRefused(post(SAFE_APP, new Call("", call.body())));
        assertRefused(post(SAFE_APP, new PlatformSender(PLAIN_APP, TOKEN, Optional.of(AES_KEY)).call(popup)));
        assertRefused(post(SAFE_APP, new PlatformSender(SAFE_APP, "another-token", Optional.of(AES_KEY)).call(popup)));
        assertRefused(post(SAFE_APP, PLAIN.call(popup)));
        assertRefused(post(PLAIN_APP, call));
        assertRefused(post(PLAIN_APP, new PlatformSender(PLAIN_APP, "another-token", Optional.empty()).call(popup)));
        assertCredits(SAFE_APP, "T1", 0);
        assertCredits(PLAIN_APP, "T1", 0);
        assertThat(counted(SAFE_APP, "unknown", "forged")).isGreaterThanOrEqualTo(7);
    }

    @Test
    void whatIsOlderThanTheMemoryIsDropped() throws Exception {
        Instant old = Instant.now().minus(Duration.ofDays(8));
        assertTaken(post(SAFE_APP, SAFE.call(PlatformSender.popup(user, old, "T1", "accept"))));
        assertTaken(post(PLAIN_APP, PLAIN.call(PlatformSender.popup(user, old, "T1", "accept"))));
        assertTaken(post(PLAIN_APP, PLAIN.call(PlatformSender.popup(user, Instant.now(), "T1", "accept"), old.getEpochSecond())));
        assertTaken(post(SAFE_APP, SAFE.call(PlatformSender.popup(user, Instant.now().plus(Duration.ofDays(2)), "T1", "accept"))));
        assertCredits(SAFE_APP, "T1", 0);
        assertCredits(PLAIN_APP, "T1", 0);
        assertThat(counted(PLAIN_APP, PlatformEvent.POPUP, "outdated")).isEqualTo(2);
    }

    @Test
    void badBodiesAreRefusedAndGoodOnesMayBeCalledWhatTheyLike() throws Exception {
        String bomb = "<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><xml><Event>&b;</Event></xml>";
        for (String bad : List.of(bomb, "<!DOCTYPE xml SYSTEM \"http://127.0.0.1:9/x.dtd\"><xml/>", "hello", "", "[]", "{\"Event\":\"subscribe_msg_popup_event\"}", "<a>".repeat(10_000))) {
            assertThat(post(PLAIN_APP, PLAIN.call(bad)).statusCode()).as(bad).isEqualTo(400);
        }
        assertThat(post(SAFE_APP, SAFE.call(bomb)).statusCode()).isEqualTo(400);
        assertThat(post(PLAIN_APP, PLAIN.call(" ".repeat(65 << 10))).statusCode()).isEqualTo(413);
        for (String type : List.of("text/xml", "application/json", "application/x-www-form-urlencoded", "nonsense")) {
            Call call = PLAIN.call(PlatformSender.popup(user, Instant.now(), "T-" + type.replaceAll("\\W", ""), "accept") + " ".repeat(60 << 10));
            assertTaken(gateway.post(path(PLAIN_APP) + "?" + call.query(), call.body(), type));
            assertCredits(PLAIN_APP, "T-" + type.replaceAll("\\W", ""), 1);
        }
        HttpRequest.Builder compressed = RunningGateway.request(gateway.api(path(PLAIN_APP) + "?" + PLAIN.call("{}").query()), "Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(RunningGateway.send(compressed).statusCode()).isEqualTo(415);
    }

    @Test
    void whatThePlatformSendsBesideIsThankedForAndLeft() throws Exception {
        assertTaken(post(SAFE_APP, SAFE.call("{\"MsgType\":\"text\",\"Content\":\"hello\",\"FromUserName\":\"o1\",\"CreateTime\":1}")));
        assertTaken(post(SAFE_APP, SAFE.call("{\"MsgType\":\"event\",\"Event\":\"debug_demo\",\"FromUserName\":\"o1\",\"CreateTime\":1}")));
        assertTaken(post(SAFE_APP, SAFE.call(PlatformSender.popup(user, Instant.now(), "T1", "filter"))));
        awaitDrained();
        assertThat(counted(SAFE_APP, "other", "ignored")).isGreaterThanOrEqualTo(2);
        assertThat(counted(SAFE_APP, PlatformEvent.POPUP, "ignored")).isEqualTo(1);
    }

    @Test
    void aDiskThatTakesNothingMakesThePlatformRepeat() throws Exception {
        Path events = folder.resolve("home/events");
        Path away = folder.resolve("home/events-away");
        Call call = SAFE.call(PlatformSender.popup(user, Instant.now(), "T1", "accept"));
        awaitDrained();
        Files.move(events, away);
        try {
            assertThat(post(SAFE_APP, call).statusCode()).isEqualTo(503);
        } finally {
            Files.move(away, events);
        }
        assertTaken(post(SAFE_APP, call));
        assertCredits(SAFE_APP, "T1", 1);
        assertThat(counted(SAFE_APP, PlatformEvent.POPUP, "not_kept")).isEqualTo(1);
    }

    @Test
    void withTheDatabaseAwayThePlatformHasItsAnswerAndTheEventIsAppliedLater(@TempDir Path place) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String[] server = {"-tcpPort", Integer.toString(port), "-ifNotExists", "-baseDir", place.toString()};
        Server database = Server.createTcpServer(server).start();
        String url = "jdbc:h2:tcp://127.0.0.1:" + port + "/./db;WRITE_DELAY=0";
        try (RunningGateway other = RunningGateway.on(new io.minipush.drill.EmbeddedDatabase.Login(url, "sa", ""), "MINIPUSH_EVENT_TOKEN", TOKEN)) {
            database.stop();
            Call call = PLAIN.call(PlatformSender.popup(user, Instant.now(), "T1", "accept"));
            assertTaken(other.post(path(PLAIN_APP) + "?" + call.query(), call.body(), null));
            assertTaken(other.post(path(PLAIN_APP) + "?" + call.query(), call.body(), null));
            assertThat(other.getManagement("/metrics").body()).contains("minipush_events_waiting 1.0");
            database = Server.createTcpServer(server).start();
            await().atMost(LONG).ignoreExceptions().until(() -> other.count("SELECT count(*) FROM credit WHERE purse = '" + Purse.of(user, "T1") + "'") == 1);
            await().atMost(LONG).until(() -> other.getManagement("/metrics").body().contains("minipush_events_waiting 0.0"));
        } finally {
            database.stop();
        }
    }
}
