package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.SUBSCRIBE_SEND;
import static io.minipush.simulator.PlatformClient.subscribeMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscribeRulesTest {
    private static final String USER = "o-user-0001";
    private static final String PICKUP = DefaultTemplates.PICKUP;
    private Simulator simulator;
    private SimulatedPlatform platform;
    private SimulatedSubscriptions subscriptions;
    private PlatformClient client;
    private String token;

    @BeforeEach
    void start() {
        simulator = PlatformClient.startSimulator();
        platform = simulator.platform();
        subscriptions = platform.subscriptions();
        client = new PlatformClient(simulator);
        token = client.stableToken();
        subscriptions.accept(APP, USER, PICKUP);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aMessageInOrderIsAcceptedWithAMsgidThatADoubleDoesNotHold() throws IOException {
        HttpResponse<String> answer = client.exchange(client.subscribeSend(token, subscribeMessage(USER, "拿铁")));
        assertThat(answer.body()).matches("\\{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":\\d+}");
        long msgid = PlatformClient.JSON.readTree(answer.body()).path("msgid").longValue();
        assertThat(msgid).isGreaterThan(1L << 53);
        assertThat((long) (double) msgid).as("read as a double").isNotEqualTo(msgid);
        assertThat(subscriptions.messages(APP, 0)).singleElement().satisfies(received -> {
            assertThat(received.seq()).isEqualTo(1);
            assertThat(received.msgid()).isEqualTo(Long.toString(msgid));
            assertThat(received.touser()).isEqualTo(USER);
            assertThat(received.data().at("/thing1/value").asText()).isEqualTo("拿铁");
            assertThat(received.answered()).isTrue();
        });
        assertThat(platform.messages(null, 0)).as("template messages").isEmpty();
    }

    @Test
    void pageStateAndLanguageMayBeLeftOut() {
        ObjectNode body = subscribeMessage(USER, "x");
        body.remove(List.of("page", "miniprogram_state", "lang"));
        assertThat(send(body)).isZero();
    }

    @Test
    void theTokenIsLookedAtBeforeTheBody() {
        assertThat(client.errcode(client.post(SUBSCRIBE_SEND, "not json"))).isEqualTo(41001);
        assertThat(client.errcode(client.post(SUBSCRIBE_SEND + "?access_token=short", "not json"))).isEqualTo(40014);
        assertThat(client.errcode(client.post(SUBSCRIBE_SEND + "?access_token=" + "a".repeat(100), "not json"))).isEqualTo(40001);
        assertThat(client.errcode(client.get(SUBSCRIBE_SEND))).isEqualTo(43002);
    }

    @Test
    void aChunkedBodyGetsNoFurtherThanTheWebServer() throws IOException {
        byte[] body = subscribeMessage(USER, "x").toString().getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = client.exchange(client.request(SUBSCRIBE_SEND + "?access_token=" + token)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(subscriptions.messages(APP, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "~~ | 44002",
        "not json | 47001",
        "{\"touser\":\"\\u4f60\"} | 47002",
        "{\"touser\":\"a\"} | 47003",
        "{\"data\":[]} | 47003",
        "{\"data\":{\"thing1\":\"flat\"}} | 47001",
        "{\"data\":{\"thing1\":{\"value\":12}}} | 47003",
        "{\"data\":{},\"miniprogram_state\":\"live\"} | 47003",
        "{\"data\":{},\"lang\":\"de_DE\"} | 47003",
        "{\"data\":{}} | 40037"})
    void aBodyOutOfOrderIsRefused(String body, int errcode) {
        assertThat(client.errcode(client.post(SUBSCRIBE_SEND + "?access_token=" + token, body))).isEqualTo(errcode);
        assertThat(platform.scoreboard(null).breachCount()).isZero();
    }

    @Test
    void aFieldThatThePlatformDoesNotKnowIsRefusedAndABreach() {
        assertThat(send(subscribeMessage(USER, "x").put("form_id", "f"))).isEqualTo(47003);
        ObjectNode nested = subscribeMessage(USER, "x");
        ((ObjectNode) nested.at("/data/thing1")).put("color", "#173177");
        assertThat(send(nested)).isEqualTo(47003);
        assertThat(platform.scoreboard(APP).breaches(Breach.UNKNOWN_FIELD)).isEqualTo(2);
        assertThat(send(subscribeMessage(USER, "x"))).as("the credit is still good").isZero();
    }

    @Test
    void theRulesAreAskedInThePlatformsOrder() {
        platform.rejectPages(APP, List.of("pages/gone"));
        ObjectNode body = subscribeMessage("o-nobody", " ").put("template_id", "no-such-template").put("page", "pages/gone?a=1");
        assertThat(send(body)).isEqualTo(40037);
        assertThat(send(body.put("template_id", PICKUP))).isEqualTo(40003);
        platform.issueForm(APP, "o-nobody");
        assertThat(send(body)).isEqualTo(41030);
        assertThat(send(body.put("miniprogram_state", "trial"))).as("only the released version has to have the page").isEqualTo(47003);
        assertThat(send(subscribeMessage("o-nobody", "x"))).isEqualTo(43101);
        assertThat(subscriptions.left(APP, USER, PICKUP)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"thing1", "time2", "thing3"})
    void aMissingOrEmptyKeyIsNamed(String key) {
        ObjectNode body = subscribeMessage(USER, "x");
        ((ObjectNode) body.get("data")).putObject(key).put("value", "");
        assertThat(errmsg(body)).startsWith("argument invalid! data." + key + ".value is emtpy rid: ");
        ((ObjectNode) body.get("data")).remove(key);
        assertThat(errmsg(body)).startsWith("argument invalid! data." + key + ".value is emtpy rid: ");
    }

    @Test
    void aValueOutOfItsLimitsOrAKeyTooManyIsNamed() {
        assertThat(errmsg(subscribeMessage(USER, "二十一个字二十一个字二十一个字二十一个字多"))).startsWith(
                "argument invalid! data.thing1.value invalid rid: ");
        ObjectNode body = subscribeMessage(USER, "x");
        ((ObjectNode) body.get("data")).putObject("thing9").put("value", "x");
        assertThat(errmsg(body)).startsWith("argument invalid! data.thing9.value invalid rid: ");
    }

    @Test
    void aKeyWithListedValuesTakesNoOther() {
        subscriptions.accept(APP, USER, DefaultTemplates.ROOM);
        ObjectNode body = subscribeMessage(USER, "x").put("template_id", DefaultTemplates.ROOM);
        ObjectNode data = body.putObject("data");
        data.putObject("thing1").put("value", "小王");
        data.putObject("enum2").put("value", "车库");
        assertThat(send(body)).isEqualTo(47003);
        data.putObject("enum2").put("value", "餐厅");
        assertThat(send(body)).isZero();
    }

    @Test
    void eachAcceptIsGoodForOneMessageAndTheyAddUp() {
        subscriptions.accept(APP, USER, PICKUP);
        assertThat(send(subscribeMessage(USER, "1"))).isZero();
        assertThat(send(subscribeMessage(USER, "2"))).isZero();
        JsonNode third = client.json(client.subscribeSend(token, subscribeMessage(USER, "3")));
        assertThat(third.path("errcode").asInt()).isEqualTo(43101);
        assertThat(third.path("errmsg").asText()).startsWith("user refuse to accept the msg rid: ");
        subscriptions.accept(APP, USER, PICKUP);
        assertThat(send(subscribeMessage(USER, "3"))).isZero();
    }

    @Test
    void aCreditServesOneUserOneTemplateAndOneApp() {
        subscriptions.accept(APP, "o-user-0002", DefaultTemplates.ROOM);
        subscriptions.accept(OTHER_APP, "o-user-0002", PICKUP);
        assertThat(send(subscribeMessage("o-user-0002", "x"))).isEqualTo(43101);
        assertThat(send(subscribeMessage("O-USER-0001", "x"))).as("openids are case-sensitive").isEqualTo(40003);
    }

    @Test
    void aUserWhoRefusesHasNoCreditsUntilTheNextAccept() {
        subscriptions.request(APP, USER, List.of(), List.of(PICKUP));
        assertThat(send(subscribeMessage(USER, "x"))).isEqualTo(43101);
        subscriptions.accept(APP, USER, PICKUP);
        subscriptions.switchOff(APP, USER, PICKUP);
        assertThat(send(subscribeMessage(USER, "x"))).isEqualTo(43101);
        subscriptions.accept(APP, USER, PICKUP);
        assertThat(send(subscribeMessage(USER, "x"))).isZero();
        assertThat(send(subscribeMessage(USER, "y"))).as("what was accepted before the refusal is worth nothing").isEqualTo(43101);
    }

    @Test
    void aLongTermTemplateNeedsNoCreditUntilTheUserSwitchesItOff() {
        assertThat(send(clinic("1"))).isZero();
        assertThat(send(clinic("2"))).isZero();
        subscriptions.switchOff(APP, USER, DefaultTemplates.CLINIC);
        assertThat(send(clinic("3"))).isEqualTo(43101);
        subscriptions.accept(APP, USER, DefaultTemplates.CLINIC);
        assertThat(send(clinic("3"))).isZero();
        assertThat(send(clinic("4"))).isZero();
    }

    @Test
    void whileAPostToAUserIsUnderWayAnotherOneToTheSameUserIsRefused() {
        subscriptions.accept(APP, USER, PICKUP);
        subscriptions.accept(APP, "o-user-0002", PICKUP);
        platform.pause(Api.SUBSCRIBE_SEND);
        CompletableFuture<HttpResponse<String>> first = client.exchangeLater(client.subscribeSend(token, subscribeMessage(USER, "1")));
        await().atMost(Duration.ofSeconds(20)).until(() -> platform.scoreboard(null).heldAnswers() == 1);
        CompletableFuture<HttpResponse<String>> second = client.exchangeLater(client.subscribeSend(token, subscribeMessage(USER, "2")));
        CompletableFuture<HttpResponse<String>> other =
                client.exchangeLater(client.subscribeSend(token, subscribeMessage("o-user-0002", "3")));
        await().atMost(Duration.ofSeconds(20)).until(() -> platform.scoreboard(null).heldAnswers() == 3);
        platform.release(null);
        assertThat(first.join().body()).contains("\"errcode\":0");
        assertThat(second.join().body()).contains("\"errcode\":43108");
        assertThat(other.join().body()).contains("\"errcode\":0");
        assertThat(send(subscribeMessage(USER, "2"))).as("the refusal has cost no credit").isZero();
    }

    @ParameterizedTest
    @CsvSource({"CUT_AFTER", "BUSY_AFTER", "HTTP_500_AFTER", "HTTP_502_AFTER", "GARBAGE_AFTER", "HANG_AFTER"})
    void afterAFaultTheMessageIsOutAndTheUserIsFree(FaultKind kind) {
        subscriptions.accept(APP, USER, PICKUP);
        platform.inject(Fault.of(Api.SUBSCRIBE_SEND, kind).times(1).lasting(Duration.ofMillis(1)));
        client.exchangeLater(client.subscribeSend(token, subscribeMessage(USER, "1"))).handle((answer, failure) -> null).join();
        assertThat(subscriptions.messages(APP, 0)).hasSize(1);
        assertThat(subscriptions.left(APP, USER, PICKUP)).isEqualTo(1);
        assertThat(send(subscribeMessage(USER, "2"))).isZero();
        assertThat(platform.scoreboard(APP).subscribe().messagesAccepted()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"CUT_BEFORE", "AWAY", "BUSY", "HTTP_500", "HTTP_502", "HANG_BEFORE"})
    void beforeAFaultNothingHasHappened(FaultKind kind) {
        platform.inject(Fault.of(Api.SUBSCRIBE_SEND, kind).times(1).lasting(Duration.ofMillis(1)));
        client.exchangeLater(client.subscribeSend(token, subscribeMessage(USER, "1"))).handle((answer, failure) -> null).join();
        assertThat(subscriptions.messages(APP, 0)).isEmpty();
        assertThat(send(subscribeMessage(USER, "1"))).isZero();
    }

    @Test
    void theQuotaOfTheDayAndOfTheMinuteEnd() {
        // begins in the middle of a minute, so that none ends between two calls
        Duration middle = Duration.ofMillis(90_000 - System.currentTimeMillis() % 60_000);
        platform.clockOffset(middle);
        platform.quota(null, Api.SUBSCRIBE_SEND, new QuotaLimits(0, 1));
        assertThat(send(subscribeMessage(USER, "1"))).isZero();
        assertThat(send(subscribeMessage(USER, "2"))).isEqualTo(45011);
        platform.clockOffset(middle.plusSeconds(60));
        assertThat(send(subscribeMessage(USER, "2"))).isEqualTo(43101);
        platform.quota(APP, Api.SUBSCRIBE_SEND, new QuotaLimits(2, 0));
        assertThat(send(subscribeMessage(USER, "3"))).isEqualTo(45009);
    }

    @Test
    void theScoreboardTellsWhoGotWhatAndWhoWasToGetOneWithoutACredit() {
        subscriptions.accept(APP, USER, PICKUP);
        subscriptions.accept(APP, "o-user-0002", PICKUP);
        subscriptions.switchOff(APP, "o-user-0002", PICKUP);
        send(subscribeMessage(USER, "same"));
        send(subscribeMessage(USER, "same"));
        send(subscribeMessage(USER, "same"));
        send(subscribeMessage("o-user-0002", "x"));
        Scoreboard.Subscribe score = platform.scoreboard(APP).subscribe();
        assertThat(score).isEqualTo(new Scoreboard.Subscribe(2, 0, 1, new Scoreboard.Credits(3, 0, 2, 1), 2));
        assertThat(platform.scoreboard(APP).messagesAccepted()).as("template messages").isZero();
        assertThat(platform.scoreboard(APP).sentTwice()).as("template messages").isZero();
        assertThat(subscriptions.subscriptions(APP)).containsExactlyInAnyOrder(
                new SubscriptionReport(APP, USER, PICKUP, 2, 0, 2, 0, false, 2, 1),
                new SubscriptionReport(APP, "o-user-0002", PICKUP, 1, 0, 0, 1, true, 0, 1));
        assertThat(platform.scoreboard(OTHER_APP).subscribe().messagesAccepted()).isZero();
        assertThat(platform.requests(APP)).hasSize(4);
    }

    private static ObjectNode clinic(String text) {
        ObjectNode body = subscribeMessage(USER, text).put("template_id", DefaultTemplates.CLINIC);
        ((ObjectNode) body.get("data")).remove("thing3");
        return body;
    }

    private int send(JsonNode body) {
        return client.errcode(client.subscribeSend(token, body));
    }

    private String errmsg(JsonNode body) {
        JsonNode answer = client.json(client.subscribeSend(token, body));
        assertThat(answer.path("errcode").asInt()).isEqualTo(47003);
        return answer.path("errmsg").asText();
    }
}
