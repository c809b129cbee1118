package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.SEND;
import static io.minipush.simulator.PlatformClient.message;
import static io.minipush.simulator.PlatformClient.subscribeMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscribeControlsTest {
    private static final String USER = "o-user-0001";
    private static final String PICKUP = DefaultTemplates.PICKUP;
    private static final String ROOM = DefaultTemplates.ROOM;
    private static final String CLINIC = DefaultTemplates.CLINIC;
    private static final String LIST = "/wxaapi/newtmpl/gettemplate?access_token=";
    private static final String QUOTA = "/cgi-bin/openapi/quota/get?access_token=";
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
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void theMiniProgramIsGivenWhatTheUserTapped() {
        SubscribeAnswer answer = subscriptions.request(APP, USER, List.of(PICKUP), List.of(ROOM));
        assertThat(answer.result().toString())
                .isEqualTo("{\"errMsg\":\"requestSubscribeMessage:ok\",\"" + PICKUP + "\":\"accept\",\"" + ROOM + "\":\"reject\"}");
        assertThat(answer.accepted()).containsExactly(PICKUP);
        assertThat(answer.rejected()).containsExactly(ROOM);
        assertThat(answer.eventId()).isNotEqualTo(subscriptions.accept(APP, USER, PICKUP).eventId());
        assertThat(subscriptions.left(APP, USER, PICKUP)).isEqualTo(2);
    }

    @Test
    void aRequestThatTheMiniProgramMustNotMakeIsRefusedThere() {
        assertThat(errCode(List.of("no-such-template"))).isEqualTo(20001);
        assertThat(errCode(List.of(PICKUP, CLINIC))).isEqualTo(20002);
        subscriptions.templates(APP, IntStream.range(0, 6)
                .mapToObj(i -> SubscribeTemplate.of("t" + i, SubscribeTemplate.ONE_TIME, "title " + i, "{{thing1.DATA}}")).toList());
        assertThat(errCode(List.of("t0", "t1", "t2", "t3", "t4", "t5"))).isEqualTo(20003);
        assertThat(subscriptions.subscriptions(APP)).as("nothing was asked of the user").isEmpty();
    }

    @Test
    void ofTwoTemplatesWithOneTitleTheSecondIsNotShown() {
        subscriptions.templates(APP, List.of(SubscribeTemplate.of("a", 2, "same", "{{thing1.DATA}}"),
                SubscribeTemplate.of("b", 2, "same", "{{thing1.DATA}}")));
        assertThat(subscriptions.request(APP, USER, List.of("a", "b"), List.of()).result().path("b").asText()).isEqualTo("filter");
        assertThat(subscriptions.left(APP, USER, "b")).isZero();
    }

    @Test
    void theTemplatesOfAnAppAreListedAsThePlatformDoes() {
        JsonNode answer = client.json(client.get(LIST + token));
        assertThat(answer.path("errcode").asInt(-1)).isZero();
        assertThat(answer.path("data")).hasSize(4);
        assertThat(answer.at("/data/0/priTmplId").asText()).isEqualTo(PICKUP).hasSize(43);
        assertThat(answer.at("/data/0/type").asInt()).isEqualTo(2);
        assertThat(answer.at("/data/0/content").asText()).contains("{{thing1.DATA}}\n");
        assertThat(answer.at("/data/0").has("keywordEnumValueList")).isFalse();
        assertThat(answer.at("/data/2/keywordEnumValueList/0").toString())
                .isEqualTo("{\"keywordCode\":\"enum2.DATA\",\"enumValueList\":[\"客厅\",\"餐厅\"]}");
        assertThat(answer.at("/data/3/type").asInt()).isEqualTo(3);
        assertThat(client.errcode(client.post(LIST + token, "{}"))).isEqualTo(43001);
        assertThat(client.errcode(client.get(LIST + "a".repeat(100)))).isEqualTo(40001);
    }

    @Test
    void otherTemplatesTakeThePlaceOfTheOldOnesForOneApp() {
        subscriptions.accept(APP, USER, PICKUP);
        subscriptions.templates(APP, List.of(SubscribeTemplate.of("mine", 2, "title", "a:{{thing1.DATA}}\nb:{{number2.DATA}}")));
        assertThat(client.json(client.get(LIST + token)).findValuesAsText("priTmplId")).containsExactly("mine");
        assertThat(client.errcode(client.subscribeSend(token, subscribeMessage(USER, "x")))).isEqualTo(40037);
        assertThat(subscriptions.templates(OTHER_APP)).isEqualTo(DefaultTemplates.ALL);
    }

    @Test
    void theQuotaOfACallIsTold() {
        platform.quota(APP, Api.SUBSCRIBE_SEND, new QuotaLimits(100, 10));
        subscriptions.accept(APP, USER, PICKUP);
        client.json(client.subscribeSend(token, subscribeMessage(USER, "x")));
        assertThat(quota("/cgi-bin/message/subscribe/send").toString()).isEqualTo("{\"errcode\":0,\"errmsg\":\"ok\","
                + "\"quota\":{\"daily_limit\":100,\"used\":1,\"remain\":99},\"rate_limit\":{\"call_count\":10,\"refresh_second\":60}}");
        assertThat(quota("/cgi-bin/message/wxopen/template/send").at("/quota/daily_limit").asLong()).isEqualTo(1_000_000);
        assertThat(quota("/cgi-bin/stable_token").at("/quota/used").asLong()).isEqualTo(1);
        assertThat(quota("/sns/jscode2session").path("errcode").asInt()).isEqualTo(76022);
        assertThat(quota("/cgi-bin/none").path("errcode").asInt()).isEqualTo(76021);
        assertThat(client.errcode(client.post(QUOTA + token, "{}"))).isEqualTo(76021);
        assertThat(client.errcode(client.get(QUOTA + token))).isEqualTo(43002);
        assertThat(client.errcode(client.post(QUOTA + token, "{\"path\":\"/cgi-bin/token\"}"))).isEqualTo(47003);
    }

    @Test
    void theUsedQuotaBeginsAnewWithTheDay() {
        platform.clockOffset(Duration.ofDays(1));
        token = client.stableToken();
        assertThat(quota("/cgi-bin/stable_token").at("/quota/used").asLong()).isEqualTo(1);
    }

    @Test
    void aWithdrawnCallIsRefusedWithoutALookAtTheBody() {
        String form = platform.issueForm(APP, USER);
        platform.withdraw(APP, Api.TEMPLATE_SEND, 45103);
        JsonNode answer = client.json(client.post(SEND + "?access_token=" + token, "not json"));
        assertThat(answer.path("errcode").asInt()).isEqualTo(45103);
        assertThat(answer.path("errmsg").asText()).startsWith("This API has been unsupported");
        assertThat(client.errcode(client.post(SEND + "?access_token=short", "not json"))).isEqualTo(40014);
        subscriptions.accept(APP, USER, PICKUP);
        assertThat(client.errcode(client.subscribeSend(token, subscribeMessage(USER, "x")))).isZero();
        platform.withdraw(APP, Api.TEMPLATE_SEND, 0);
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isZero();
    }

    @Test
    void aCallWithdrawnForAllIsWithdrawnForAppsThatComeLater() {
        platform.withdraw(null, Api.TEMPLATE_SEND, 46101);
        platform.addApp("wx3333333333333333", "third");
        assertThat(client.errcode(client.post(SEND + "?access_token=" + token, "{}"))).isEqualTo(46101);
        String third = client.json(client.get(PlatformClient.tokenQuery("wx3333333333333333", "third"))).path("access_token").asText();
        assertThat(client.errcode(client.post(SEND + "?access_token=" + third, "{}"))).isEqualTo(46101);
    }

    @Test
    void thePlatformOfTodayHasWithdrawnTheTemplateMessageAndAResetDoesNotBringItBack() throws IOException {
        try (Simulator today = Simulator.start(SimulatorOptions.defaults().withApp(APP, PlatformClient.SECRET).asToday())) {
            today.platform().reset();
            PlatformClient caller = new PlatformClient(today);
            assertThat(caller.errcode(caller.post(SEND + "?access_token=" + caller.stableToken(), "{}"))).isEqualTo(45103);
        }
    }

    @Test
    void everySwitchWorksByHttp() throws IOException {
        JsonNode answers = control("subscribe", "{'appid':'" + APP + "','openids':['o-a001','o-b001'],'accept':['" + PICKUP
                + "'],'reject':['" + ROOM + "'],'each':2}").path("answers");
        assertThat(answers).hasSize(4);
        assertThat(answers.at("/0/openid").asText()).isEqualTo("o-a001");
        assertThat(answers.at("/0/event_id").asText()).isNotEmpty();
        assertThat(answers.at("/0/accepted/0").asText()).isEqualTo(PICKUP);
        assertThat(answers.at("/0/rejected/0").asText()).isEqualTo(ROOM);
        assertThat(answers.at("/0/result/errMsg").asText()).isEqualTo("requestSubscribeMessage:ok");
        client.json(client.subscribeSend(token, subscribeMessage("o-a001", "x")));
        control("switch-off", "{'appid':'" + APP + "','openid':'o-b001','template_id':'" + PICKUP + "'}");
        client.json(client.subscribeSend(token, subscribeMessage("o-b001", "x")));

        JsonNode score = client.json(client.get("/simulator/scoreboard?appid=" + APP)).path("subscribe");
        assertThat(score.path("messages_accepted").asInt()).isEqualTo(1);
        assertThat(score.at("/credits/left").asInt()).isEqualTo(1);
        assertThat(score.path("sent_without_credit").asInt()).isEqualTo(1);
        List<String> lines = client.exchange(client.get("/simulator/subscribe-messages?from=1&appid=" + APP)).body().lines().toList();
        JsonNode received = PlatformClient.JSON.readTree(lines.get(0));
        assertThat(received.path("touser").asText()).isEqualTo("o-a001");
        assertThat(received.path("msgid").isTextual()).isTrue();
        assertThat(received.path("miniprogram_state").asText()).isEqualTo("formal");
        assertThat(received.at("/data/thing1/value").asText()).isEqualTo("x");
        JsonNode his = client.json(client.get("/simulator/subscriptions?appid=" + APP + "&openid=o-b001")).path("subscriptions");
        assertThat(his).hasSize(2).allSatisfy(one -> assertThat(one.path("off").asBoolean()).isTrue());

        control("subscribe-templates", "{'appid':'" + APP + "','templates':[{'pri_tmpl_id':'t','type':3,'content':'{{enum1.DATA}}',"
                + "'keyword_enum_value_list':[{'keyword_code':'enum1.DATA','enum_value_list':['a']}]}]}");
        assertThat(client.json(client.get("/simulator/subscribe-templates?appid=" + APP)).at("/templates/0/pri_tmpl_id").asText())
                .isEqualTo("t");
        control("withdraw", "{'api':'template_send'}");
        assertThat(client.errcode(client.post(SEND + "?access_token=" + token, "{}"))).isEqualTo(45103);
        control("withdraw", "{'api':'template_send','errcode':0}");
        assertThat(client.errcode(client.post(SEND + "?access_token=" + token, "{}"))).isEqualTo(40037);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "subscribe | {'appid':'wx-unknown','openids':['o-a'],'accept':['t']} | no such app",
        "subscribe | {'appid':'wx1111111111111111','openids':['o-a'],'accept':['t'],'reject':['t']} | accepts and rejects",
        "switch-off | {'appid':'wx1111111111111111','openid':'o-a','template_id':'t'} | no such template",
        "subscribe-templates | {'appid':'wx1111111111111111','templates':[{'pri_tmpl_id':'t','type':1,'content':'{{a1.DATA}}'}]} | type",
        "subscribe-templates | {'appid':'wx1111111111111111','templates':[{'pri_tmpl_id':'t','type':2,'content':'a'}]} | keys",
        "withdraw | {'appid':'wx1111111111111111'} | api is missing"})
    void aMistakeInAControlCallIsTold(String call, String body, String reason) throws IOException {
        HttpResponse<String> answer = client.exchange(client.post("/simulator/" + call, body.replace('\'', '"')));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(PlatformClient.JSON.readTree(answer.body()).path("error").asText()).contains(reason);
    }

    @Test
    void aTemplateIdIsGoodForItsOwnAppOnly() {
        subscriptions.templates(OTHER_APP, List.of(SubscribeTemplate.of("theirs", 2, "title", "{{thing1.DATA}}")));
        assertThatIllegalArgumentException().isThrownBy(() -> subscriptions.switchOff(APP, USER, "theirs"));
        subscriptions.accept(OTHER_APP, USER, "theirs");
        subscriptions.accept(APP, USER, PICKUP);
        assertThat(client.errcode(client.subscribeSend(token, subscribeMessage(USER, "x").put("template_id", "theirs")))).isEqualTo(40037);
    }

    private int errCode(List<String> accept) {
        return subscriptions.request(APP, USER, accept, List.of()).result().path("errCode").asInt();
    }

    private JsonNode quota(String path) {
        return client.json(client.post(QUOTA + token, "{\"cgi_path\":\"" + path + "\"}"));
    }

    private JsonNode control(String call, String body) throws IOException {
        HttpResponse<String> answer = client.exchange(client.post("/simulator/" + call, body.replace('\'', '"')));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return PlatformClient.JSON.readTree(answer.body());
    }
}
