package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.subscribeMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.simulator.push.Callback;
import io.minipush.simulator.push.EventKind;
import io.minipush.simulator.push.Forgery;
import io.minipush.simulator.push.Mailbox;
import io.minipush.simulator.push.Mailbox.Letter;
import io.minipush.simulator.push.PushFormat;
import io.minipush.simulator.push.PushReport;
import io.minipush.simulator.push.PushSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventsTest {
    private static final String USER = "o-user-0001";
    private static final String PICKUP = DefaultTemplates.PICKUP;
    private static final String ROOM = DefaultTemplates.ROOM;
    private Mailbox mailbox;
    private Simulator simulator;
    private SimulatedPlatform platform;
    private SimulatedSubscriptions subscriptions;
    private SimulatedEvents events;
    private PlatformClient client;

    @BeforeEach
    void start() throws IOException {
        mailbox = new Mailbox();
        simulator = PlatformClient.startSimulator();
        platform = simulator.platform();
        subscriptions = platform.subscriptions();
        events = platform.events();
        events.settings(PushSettings.REAL.withRetryPause(Duration.ofMillis(1)));
        client = new PlatformClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
        mailbox.close();
    }

    @Test
    void withoutACallbackNothingIsPushed() {
        subscriptions.accept(APP, USER, PICKUP);
        assertThat(events.report(APP).events()).isEmpty();
    }

    @Test
    void anAnswerToThePopupIsPushedWithTheSignatureOfPlainMode() {
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        subscriptions.request(APP, USER, List.of(PICKUP), List.of(ROOM));
        assertThat(delivered(1).answers("success")).isEqualTo(1);
        Letter letter = mailbox.letters().get(0);
        assertThat(letter.method()).isEqualTo("POST");
        assertThat(letter.path()).isEqualTo("/v1/apps/" + APP + "/events");
        assertThat(letter.contentType()).isEqualTo("application/json");
        assertThat(letter.query()).containsKeys("signature", "timestamp", "nonce").containsEntry("openid", USER)
                .doesNotContainKeys("msg_signature", "encrypt_type");
        assertThat(letter.json().path("FromUserName").asText()).isEqualTo(USER);
        assertThat(letter.json().path("ToUserName").asText()).matches("gh_[0-9a-f]{12}");
        assertThat(letter.json().path("List").findValuesAsText("SubscribeStatusString")).containsExactly("accept", "reject");
        assertThat(letter.json().path("List").findValuesAsText("TemplateId")).containsExactly(PICKUP, ROOM);
    }

    @ParameterizedTest
    @EnumSource(PushFormat.class)
    void inSafeModeTheEventIsEncryptedForTheApp(PushFormat format) {
        events.callback(APP, new Callback(mailbox.url(), Mailbox.TOKEN, Mailbox.AES_KEY, format));
        subscriptions.switchOff(APP, USER, PICKUP);
        delivered(1);
        Letter letter = mailbox.letters().get(0);
        assertThat(letter.query()).containsEntry("encrypt_type", "aes").containsKeys("signature", "msg_signature");
        String encrypted = format == PushFormat.JSON ? letter.json().path("Encrypt").asText()
                : letter.body().replaceAll("(?s).*<Encrypt><!\\[CDATA\\[(.*)]]></Encrypt>.*", "$1");
        assertThat(letter.opened(encrypted, APP)).contains("subscribe_msg_change_event", USER, PICKUP, "reject");
        assertThat(letter.body()).doesNotContain(USER);
    }

    @Test
    void whatHasBecomeOfAMessageIsPushedWithItsMsgidWhetherTheClientGotAnAnswerOrNot() {
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        events.settings(events.settings().only(EventKind.SENT));
        subscriptions.accept(APP, USER, PICKUP);
        subscriptions.accept(APP, USER, PICKUP);
        String token = client.stableToken();
        String msgid = client.json(client.subscribeSend(token, subscribeMessage(USER, "1"))).path("msgid").asText();
        delivered(1);
        assertThat(mailbox.letters().get(0).json().path("List").toString()).isEqualTo("{\"TemplateId\":\"" + PICKUP + "\",\"MsgID\":\"" + msgid
                + "\",\"ErrorCode\":\"0\",\"ErrorStatus\":\"success\"}");

        platform.inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.CUT_AFTER).times(1));
        client.exchangeLater(client.subscribeSend(token, subscribeMessage(USER, "2"))).handle((answer, failure) -> null).join();
        delivered(2);
        assertThat(mailbox.letters().get(1).json().at("/List/MsgID").asText()).isEqualTo(subscriptions.messages(APP, 2).get(0).msgid());
    }

    @Test
    void aMessageThatFailsInsideThePlatformIsTakenButArrivesNowhere() {
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        events.settings(events.settings().only(EventKind.SENT));
        events.failNextSent(1);
        subscriptions.accept(APP, USER, PICKUP);
        subscriptions.accept(APP, USER, PICKUP);
        String token = client.stableToken();
        assertThat(client.errcode(client.subscribeSend(token, subscribeMessage(USER, "same")))).isZero();
        delivered(1);
        assertThat(mailbox.letters().get(0).json().at("/List/ErrorStatus").asText()).isEqualTo("failed: system failed");
        assertThat(client.errcode(client.subscribeSend(token, subscribeMessage(USER, "same")))).isZero();
        assertThat(subscriptions.messages(APP, 0)).extracting(ReceivedMessage::arrived).containsExactly(false, true);
        assertThat(platform.scoreboard(APP).subscribe())
                .isEqualTo(new Scoreboard.Subscribe(2, 1, 0, new Scoreboard.Credits(2, 0, 2, 0), 0));
    }

    @Test
    void anEventThatIsNotAnsweredWellIsRepeatedThreeTimesWithNewSignatures() {
        events.callback(APP, Callback.safe(mailbox.url(), Mailbox.TOKEN, Mailbox.AES_KEY));
        mailbox.answer(letter -> mailbox.letters().size() == 1 ? null : "\"success\"");
        subscriptions.accept(APP, USER, PICKUP);
        await().atMost(Duration.ofSeconds(30)).until(() -> events.report(APP).givenUp() == 1);
        PushReport report = events.report(APP);
        assertThat(report.requests()).isEqualTo(4);
        assertThat(report.answers("http_500")).isEqualTo(1);
        assertThat(report.answers("other_text")).isEqualTo(3);
        assertThat(report.pending()).isZero();
        assertThat(mailbox.letters().stream().map(Letter::rawQuery).distinct()).hasSize(4);
        assertThat(mailbox.letters().stream().map(letter -> letter.opened(letter.json().path("Encrypt").asText(), APP)).distinct()).hasSize(1);
    }

    @Test
    void aRepeatThatIsAnsweredWellIsTheLastOneAndAnEmptyAnswerIsGood() {
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        mailbox.answer(letter -> mailbox.letters().size() == 1 ? null : "");
        subscriptions.accept(APP, USER, PICKUP);
        PushReport report = delivered(1);
        assertThat(report.requests()).isEqualTo(2);
        assertThat(report.answers("empty")).isEqualTo(1);
    }

    @Test
    void anAnswerThatComesTooLateCountsAsNone() throws InterruptedException {
        CountDownLatch late = new CountDownLatch(1);
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        events.settings(events.settings().withTimeout(Duration.ofMillis(50)));
        mailbox.answer(letter -> {
            try {
                late.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "success";
        });
        subscriptions.accept(APP, USER, PICKUP);
        await().atMost(Duration.ofSeconds(30)).until(() -> events.report(APP).givenUp() == 1);
        late.countDown();
        assertThat(events.report(APP).answers("timeout")).isEqualTo(4);
    }

    @Test
    void aServerThatIsAwayIsTriedAsOftenAndOtherAppsAreNotHeldUp() {
        events.callback(APP, Callback.plain("http://127.0.0.1:1/{appid}", Mailbox.TOKEN));
        events.callback(OTHER_APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        subscriptions.accept(APP, USER, PICKUP);
        subscriptions.accept(OTHER_APP, USER, PICKUP);
        await().atMost(Duration.ofSeconds(30)).until(() -> events.report(null).givenUp() == 1 && events.report(null).delivered() == 1);
        assertThat(events.report(APP).answers("unreachable")).isEqualTo(4);
        assertThat(mailbox.letters()).singleElement().satisfies(letter -> assertThat(letter.path()).contains(OTHER_APP));
    }

    @Test
    void duplicatesAndReplaysComeOnDemand() {
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        events.settings(events.settings().withDuplicateRate(1));
        subscriptions.accept(APP, USER, PICKUP);
        delivered(2);
        assertThat(mailbox.letters().get(0).body()).isEqualTo(mailbox.letters().get(1).body());
        assertThat(mailbox.letters().get(0).rawQuery()).isNotEqualTo(mailbox.letters().get(1).rawQuery());
        assertThat(events.repeat(APP, 5)).hasSize(2).allMatch(answer -> answer.good());
        assertThat(mailbox.letters().stream().map(Letter::rawQuery).distinct()).hasSize(2);
    }

    @Test
    void twoChoicesOfAUserNeverShareASecond() {
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        for (int i = 0; i < 3; i++) {
            subscriptions.accept(APP, USER, PICKUP);
        }
        delivered(3);
        assertThat(mailbox.letters().stream().map(letter -> letter.json().path("CreateTime").asText()).distinct()).hasSize(3);
    }

    @Test
    void theEchoIsAskedForOnDemand() {
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        mailbox.answer(letter -> letter.query().get("echostr"));
        assertThat(events.check(APP).ok()).isTrue();
        assertThat(mailbox.letters().get(0).method()).isEqualTo("GET");
        assertThat(mailbox.letters().get(0).query()).containsKeys("signature", "timestamp", "nonce");
        mailbox.answer(letter -> '"' + letter.query().get("echostr") + '"');
        assertThat(events.check(APP).ok()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> events.check(OTHER_APP)).withMessageContaining("no callback");
    }

    @ParameterizedTest
    @EnumSource(value = Forgery.class)
    void aForgeryDoesNotHaveTheSignatureThatCounts(Forgery how) {
        events.callback(APP, Callback.safe(mailbox.url(), Mailbox.TOKEN, Mailbox.AES_KEY));
        assertThat(events.forge(APP, USER, PICKUP, how).status()).isEqualTo(200);
        Letter letter = mailbox.letters().get(0);
        assertThat(catchOpening(letter)).as(letter.toString()).isNotNull();
        assertThat(subscriptions.left(APP, USER, PICKUP)).isZero();
    }

    private static Throwable catchOpening(Letter letter) {
        try {
            letter.opened(letter.json().path("Encrypt").asText(), APP);
            return null;
        } catch (IllegalStateException | NullPointerException e) {
            return e;
        }
    }

    @Test
    void aResetEndsTheCallbacks() {
        events.callback(APP, Callback.plain(mailbox.url(), Mailbox.TOKEN));
        platform.reset();
        subscriptions.accept(APP, USER, PICKUP);
        assertThat(events.report(APP).events()).isEmpty();
    }

    @Test
    void aCallbackOfTheOptionsServesEveryApp() throws IOException {
        try (Simulator other = Simulator.start(SimulatorOptions.defaults().withApp(APP, "s").withApp(OTHER_APP, "s")
                .withCallback(Callback.plain(mailbox.url(), Mailbox.TOKEN)))) {
            other.platform().subscriptions().accept(OTHER_APP, USER, PICKUP);
            await().atMost(Duration.ofSeconds(30)).until(() -> other.platform().events().report(null).delivered() == 1);
            assertThat(mailbox.letters().get(0).path()).isEqualTo("/v1/apps/" + OTHER_APP + "/events");
        }
    }

    @Test
    void everySwitchWorksByHttp() throws IOException {
        control("callback", "{'appid':'" + APP + "','url':'" + mailbox.url() + "','token':'" + Mailbox.TOKEN + "','aes_key':'"
                + Mailbox.AES_KEY + "','format':'xml'}", 200);
        JsonNode settings = control("push-settings", "{'kinds':['popup'],'delay_seconds':0.001,'timeout_seconds':4,'retry_seconds':0.5,"
                + "'duplicate_rate':0,'fail_rate':0.5,'fail_next':3}", 200);
        assertThat(settings.path("timeout").asText()).isEqualTo("PT4S");
        subscriptions.accept(APP, USER, PICKUP);
        delivered(1);
        assertThat(control("push-repeat", "{'appid':'" + APP + "'}", 200).at("/answers/0/status").asInt()).isEqualTo(200);
        assertThat(control("push-check", "{'appid':'" + APP + "'}", 200).path("ok").asBoolean(true)).isFalse();
        assertThat(control("push-forge", "{'appid':'" + APP + "','openid':'o','template_id':'t','how':'unsigned'}", 200).path("body").asText())
                .isEqualTo("success");
        JsonNode report = client.json(client.get("/simulator/pushes?appid=" + APP));
        assertThat(report.at("/events/popup").asInt()).isEqualTo(1);
        assertThat(report.at("/answers/success").asInt()).isEqualTo(1);
        control("callback", "{'appid':'" + APP + "'}", 200);
        assertThat(control("push-check", "{'appid':'" + APP + "'}", 400).path("error").asText()).contains("no callback");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'url':'http://192.0.2.1/events','token':'AAAAA' | loopback",
        "'url':'https://127.0.0.1/events','token':'AAAAA' | loopback",
        "'url':'no url','token':'AAAAA' | URL",
        "'url':'http://127.0.0.1:1/','token':'A' | 3 to 32",
        "'url':'http://127.0.0.1:1/','token':'AAAAA','aes_key':'short' | 43",
        "'url':'http://127.0.0.1:1/','token':'AAAAA','format':'yaml' | json or xml"})
    void aCallbackOffThisMachineOrWithBadKeysIsRefused(String fields, String reason) throws IOException {
        assertThat(control("callback", "{'appid':'" + APP + "'," + fields + "}", 400).path("error").asText()).contains(reason);
    }

    private PushReport delivered(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> events.report(APP).delivered() == count);
        return events.report(APP);
    }

    private JsonNode control(String call, String body, int status) throws IOException {
        HttpResponse<String> answer = client.exchange(client.post("/simulator/" + call, body.replace('\'', '"')));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return PlatformClient.JSON.readTree(answer.body());
    }
}
