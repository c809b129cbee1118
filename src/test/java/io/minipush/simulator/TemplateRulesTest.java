package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.SEND;
import static io.minipush.simulator.PlatformClient.message;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateRulesTest {
    private static final String USER = "o-user-0001";
    private Simulator simulator;
    private SimulatedPlatform platform;
    private PlatformClient client;
    private String token;
    private String form;

    @BeforeEach
    void start() {
        simulator = PlatformClient.startSimulator();
        platform = simulator.platform();
        client = new PlatformClient(simulator);
        token = client.stableToken();
        form = platform.issueForm(APP, USER);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aMessageInOrderIsAcceptedWithTheDocumentedAnswer() throws IOException {
        HttpResponse<String> answer = client.exchange(client.send(token, message(USER, form, "您好")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"errcode\":0,\"errmsg\":\"ok\"}");
        assertThat(answer.headers().firstValue("content-type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        AcceptedMessage accepted = platform.messages(APP, 0).get(0);
        assertThat(accepted.seq()).isEqualTo(1);
        assertThat(accepted.touser()).isEqualTo(USER);
        assertThat(accepted.formId()).isEqualTo(form);
        assertThat(accepted.data().at("/keyword1/value").asText()).isEqualTo("您好");
        assertThat(accepted.answered()).isTrue();
    }

    @Test
    void pageDataAndEmphasisMayBeLeftOut() {
        ObjectNode body = message(USER, form, "x");
        body.remove(List.of("page", "data", "emphasis_keyword"));
        assertThat(send(body)).isZero();
    }

    @Test
    void theTokenIsLookedAtBeforeTheBody() {
        assertThat(client.errcode(client.post(SEND, "not json"))).isEqualTo(41001);
        assertThat(client.errcode(client.post(SEND + "?access_token=", "not json"))).isEqualTo(41001);
        assertThat(client.errcode(client.post(SEND + "?access_token=short", "not json"))).isEqualTo(40014);
        assertThat(client.errcode(client.post(SEND + "?access_token=" + "a".repeat(100), "not json"))).isEqualTo(40001);
        assertThat(client.errcode(client.get(SEND))).isEqualTo(43002);
    }

    @Test
    void aChunkedBodyGetsNoFurtherThanTheWebServer() throws IOException {
        byte[] body = message(USER, form, "x").toString().getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = client.exchange(client.request(SEND + "?access_token=" + token)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.body()).isEmpty();
        assertThat(platform.messages(APP, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "~~ | 44002",
        "not json | 47001",
        "[] | 47001",
        "{\"touser\":\"a\"} {} | 47001",
        "{\"touser\":\"a\",\"touser\":\"b\"} | 47001",
        "{\"touser\":\"\\u4f60\"} | 47002",
        "{\"touser\":7} | 47003",
        "{\"touser\":null} | 47003",
        "{\"data\":[]} | 47003",
        "{\"data\":{\"keyword1\":\"flat\"}} | 47003",
        "{\"data\":{\"keyword1\":{\"value\":12}}} | 47003",
        "{\"data\":{\"keyword1\":{}}} | 47003",
        "{\"touser\":\"a\\\\u4f60\"} | 40037",
        "{\"touser\":\"a\\u000a\"} | 40037"})
    void aBodyOutOfOrderIsRefused(String body, int errcode) {
        assertThat(client.errcode(client.post(SEND + "?access_token=" + token, body))).isEqualTo(errcode);
        assertThat(platform.scoreboard(null).breachCount()).isZero();
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() {
        byte[] gbk = "{\"touser\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(client.errcode(client.request(SEND + "?access_token=" + token).POST(BodyPublishers.ofByteArray(gbk))))
                .isEqualTo(47001);
        byte[] utf16 = message(USER, form, "x").toString().getBytes(StandardCharsets.UTF_16);
        assertThat(client.errcode(client.request(SEND + "?access_token=" + token).POST(BodyPublishers.ofByteArray(utf16))))
                .isEqualTo(47001);
    }

    @Test
    void aFieldThatThePlatformDoesNotKnowIsRefusedAndABreach() {
        assertThat(send(message(USER, form, "x").put("request_id", "leaked"))).isEqualTo(47003);
        ObjectNode nested = message(USER, form, "x");
        ((ObjectNode) nested.at("/data/keyword1")).put("color", "#173177");
        assertThat(send(nested)).isEqualTo(47003);
        assertThat(platform.scoreboard(APP).breaches(Breach.UNKNOWN_FIELD)).isEqualTo(2);
        assertThat(send(message(USER, form, "x"))).as("the formId is still good").isZero();
    }

    @Test
    void theRulesAreAskedInThePlatformsOrder() {
        platform.registerTemplates(APP, List.of("tmpl-1"));
        platform.rejectPages(APP, List.of("pages/gone"));
        ObjectNode body = message("o-nobody", "no-form", "x").put("template_id", "tmpl-9").put("page", "pages/gone?a=1");
        assertThat(send(body)).isEqualTo(40037);
        assertThat(send(body.put("template_id", "tmpl-1"))).isEqualTo(40003);
        assertThat(send(body.put("touser", USER))).isEqualTo(41030);
        assertThat(send(body.put("page", "pages/here"))).isEqualTo(41028);
        assertThat(send(body.put("form_id", form))).as("no refusal has used the formId").isZero();
    }

    @ParameterizedTest
    @CsvSource({"'', 41030", "/index, 41030", "index, 0"})
    void aPageMustBeRelativeIfThePlatformIsStrict(String page, int errcode) {
        platform.settings(PlatformSettings.REAL.withStrictPages(true));
        assertThat(send(message(USER, form, "x").put("page", page))).isEqualTo(errcode);
    }

    @Test
    void aFormIdServesOneMessage() {
        assertThat(send(message(USER, form, "x"))).isZero();
        JsonNode again = client.json(client.send(token, message(USER, form, "x")));
        assertThat(again.path("errcode").asInt()).isEqualTo(41029);
        assertThat(again.path("errmsg").asText()).matches("form id used count reach limit hint: \\[\\w+]");
        assertThat(platform.messages(APP, 0)).hasSize(1);
    }

    @Test
    void ofManyMessagesAtTheSameTimeAFormIdServesOne() {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 32)
                .mapToObj(i -> client.exchangeLater(client.send(token, message(USER, form, "x")))).toList();
        assertThat(answers.stream().map(answer -> answer.join().body()).filter(body -> body.contains("\"errcode\":0"))).hasSize(1);
        assertThat(platform.scoreboard(APP).requests(Api.TEMPLATE_SEND, "41029")).isEqualTo(31);
        assertThat(platform.messages(APP, 0)).hasSize(1);
    }

    @Test
    void repeatingTheSameMessageWithItsFormIdIsNoBreachButAnotherMessageIs() {
        send(message(USER, form, "first"));
        send(message(USER, form, "first"));
        assertThat(platform.scoreboard(APP).breachCount()).isZero();
        assertThat(send(message(USER, form, "second"))).isEqualTo(41029);
        Scoreboard score = platform.scoreboard(APP);
        assertThat(score.breaches(Breach.FORM_ID_REUSED_FOR_OTHER_MESSAGE)).isEqualTo(1);
        assertThat(score.formsUsedTwice()).isEqualTo(1);
        assertThat(score.sentTwice()).isZero();
    }

    @Test
    void theOrderOfTheFieldsDoesNotMakeAnotherMessage() {
        send(message(USER, form, "x"));
        JsonNode body = message(USER, form, "x");
        ObjectNode turned = PlatformClient.JSON.createObjectNode();
        for (String name : List.of("emphasis_keyword", "data", "form_id", "page", "template_id", "touser")) {
            turned.set(name, body.get(name));
        }
        assertThat(send(turned)).isEqualTo(41029);
        assertThat(platform.scoreboard(APP).breachCount()).isZero();
    }

    @Test
    void aFormIdServesOnlyTheUserWhoSubmittedTheForm() {
        platform.issueForm(APP, "o-user-0002");
        assertThat(send(message("o-user-0002", form, "x"))).isEqualTo(41028);
        assertThat(platform.scoreboard(APP).breaches(Breach.FORM_ID_OF_ANOTHER_USER)).isEqualTo(1);
        assertThat(send(message(USER, form, "x"))).isZero();
    }

    @Test
    void aFormIdServesOnlyTheAppItWasIssuedFor() {
        String foreign = platform.issueForm(OTHER_APP, USER);
        assertThat(send(message(USER, foreign, "x"))).isEqualTo(41028);
        assertThat(platform.scoreboard(APP).breaches(Breach.FORM_ID_OF_ANOTHER_APP)).isEqualTo(1);
        assertThat(platform.scoreboard(OTHER_APP).breachCount()).isZero();
        assertThat(platform.scoreboard(APP).toString()).doesNotContain(foreign);
    }

    @Test
    void openidsAreCaseSensitive() {
        assertThat(send(message("O-USER-0001", form, "x"))).isEqualTo(40003);
    }

    @Test
    void aFormIdLivesSevenDays() {
        assertThat(send(message(USER, aged(Duration.ofDays(7).minusSeconds(5)), "x"))).isZero();
        assertThat(send(message(USER, aged(Duration.ofDays(7)), "x"))).isEqualTo(41028);
        platform.clockOffset(Duration.ofDays(7).plusSeconds(1));
        token = client.stableToken();
        assertThat(send(message(USER, form, "x"))).isEqualTo(41028);
    }

    @Test
    void aPrepayIdServesThreeMessagesTenSecondsAfterThePayment() {
        String prepay = platform.issueForms(APP, List.of(USER), 1, FormKind.PREPAY, Duration.ZERO).get(0).formId();
        assertThat(prepay).startsWith("wx");
        assertThat(send(message(USER, prepay, "0"))).isEqualTo(41028);
        platform.clockOffset(Duration.ofSeconds(11));
        assertThat(send(message(USER, prepay, "1"))).isZero();
        assertThat(send(message(USER, prepay, "2"))).isZero();
        assertThat(send(message(USER, prepay, "3"))).isZero();
        assertThat(send(message(USER, prepay, "4"))).isEqualTo(41029);
        assertThat(platform.scoreboard(APP).breachCount()).isZero();
    }

    @Test
    void aFormIdThatSomebodyElseUsedIsUsedAndNotOurBreach() {
        assertThat(platform.useForm(APP, form)).isTrue();
        assertThat(platform.useForm(APP, form)).isFalse();
        assertThat(send(message(USER, form, "x"))).isEqualTo(41029);
        assertThat(platform.scoreboard(APP).breachCount()).isZero();
        assertThat(platform.messages(APP, 0)).isEmpty();
    }

    @Test
    void theQuotaOfTheDayAndOfTheMinuteEnd() {
        // begins in the middle of a minute, so that none ends between two calls
        Duration middle = Duration.ofMillis(90_000 - System.currentTimeMillis() % 60_000);
        platform.clockOffset(middle);
        platform.quota(null, Api.TEMPLATE_SEND, new QuotaLimits(0, 1));
        assertThat(send(message(USER, form, "1"))).isZero();
        assertThat(send(message(USER, aged(Duration.ZERO), "2"))).isEqualTo(45011);
        platform.clockOffset(middle.plusSeconds(60));
        assertThat(send(message(USER, aged(Duration.ZERO), "2"))).isZero();
        platform.quota(APP, Api.TEMPLATE_SEND, new QuotaLimits(1, 0));
        assertThat(send(message(USER, aged(Duration.ZERO), "3"))).isEqualTo(45009);
    }

    @Test
    void aUserNotSeenBeforeIsUnknown() {
        assertThat(send(message("o-stranger", form, "x"))).isEqualTo(40003);
    }

    private String aged(Duration age) {
        return platform.issueForms(APP, List.of(USER), 1, FormKind.FORM, age).get(0).formId();
    }

    private int send(JsonNode body) {
        return client.errcode(client.send(token, body));
    }
}
