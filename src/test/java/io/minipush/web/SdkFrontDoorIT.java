package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.minipush.storage.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The front door for SDKs, as a program sees it that takes the gateway for WeChat. */
class SdkFrontDoorIT {

    private static final String KEY = "gateway-key-1";
    private static final String TOKEN = "/cgi-bin/token?grant_type=client_credential&appid=" + APP + "&secret=" + KEY;
    private static final String TEMPLATE = "/cgi-bin/message/wxopen/template/send?access_token=";
    private static final String SUBSCRIBE = "/cgi-bin/message/subscribe/send?access_token=";
    private static final String MESSAGE = "{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":{\"thing1\":{\"value\":\"订单\",\"color\":\"#173177\"}},\"color\":\"\"}";
    private static final String REAL = "real-token-of-the-platform_" + "x".repeat(100);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", KEY);
        gateway.holdSender();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String token() throws Exception {
        return json(gateway.get(TOKEN)).get("access_token").textValue();
    }

    private static void assertError(HttpResponse<String> response, int errcode) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json; encoding=utf-8");
        assertThat(json(response).get("errcode").intValue()).as(response.body()).isEqualTo(errcode);
        assertThat(json(response).get("errmsg").textValue()).isNotEmpty();
    }

    private static HttpResponse<String> stableToken(String body) throws Exception {
        return gateway.post("/cgi-bin/stable_token", body.getBytes(StandardCharsets.UTF_8), null);
    }

    @Test
    void bothTokenCallsGiveATokenThatOnlyTheGatewayAccepts() throws Exception {
        HttpResponse<String> classic = gateway.get(TOKEN);
        assertThat(classic.statusCode()).isEqualTo(200);
        assertThat(json(classic).get("expires_in").intValue()).isEqualTo(7200);
        assertThat(json(classic).get("access_token").textValue()).matches("minipush_[A-Za-z0-9_-]{20,503}");
        assertThat(json(classic).has("errcode")).as("success has no errcode").isFalse();
        HttpResponse<String> stable = stableToken("{\"grant_type\":\"client_credential\",\"appid\":\"" + APP + "\",\"secret\":\"" + KEY + "\",\"force_refresh\":true}");
        assertThat(json(stable).get("expires_in").intValue()).isEqualTo(7200);
        assertError(gateway.post(TEMPLATE + json(stable).get("access_token").textValue(), MESSAGE), 0);
    }

    @Test
    void whatIsWrongWithATokenCallIsToldWithWeChatsNumbers() throws Exception {
        assertError(gateway.get("/cgi-bin/token"), 41002);
        assertError(gateway.get("/cgi-bin/token?appid=" + APP), 41004);
        assertError(gateway.get("/cgi-bin/token?appid=" + APP + "&secret=" + KEY), 40002);
        assertError(gateway.get(TOKEN.replace(APP, "wxOther")), 40013);
        assertError(gateway.get(TOKEN + "x"), 40125);
        assertError(gateway.get(TOKEN + "&secret=x"), 40035);
        assertError(gateway.post(TOKEN, "{}"), 43001);
        assertError(gateway.get("/cgi-bin/stable_token"), 43002);
        assertError(stableToken(""), 44002);
        assertError(stableToken("{"), 47001);
        assertError(stableToken("{\"appid\":7}"), 41002);
        assertError(stableToken("{\"grant_type\":\"client_credential\",\"appid\":\"" + APP + "\",\"secret\":\"nonsense\"}"), 40125);
    }

    @Test
    void aMessageIsCommittedBeforeItsZeroAsWeChatWouldHaveReadIt() throws Exception {
        String body = MESSAGE.replace("o-1", "o-read").replace("\"color\":\"\"", "\"page\":\"\",\"form_id\":\"\",\"emphasis_keyword\":null,\"nonsense\":[1]");
        assertError(gateway.post(TEMPLATE + token(), body.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8"), 0);
        String row = " FROM notification WHERE touser = 'o-read'";
        assertThat(gateway.query("SELECT message" + row)).isEqualTo("{\"data\":{\"thing1\":{\"value\":\"订单\"}}}");
        assertThat(gateway.query("SELECT channel || ' ' || purse || ' ' || on_no_credit || ' ' || lane || ' ' || state" + row)).isEqualTo("template o-read wait 1 accepted");
        assertError(gateway.post(SUBSCRIBE + token(), MESSAGE.replace("o-1", "o-sub")), 0);
        row = " FROM notification WHERE touser = 'o-sub'";
        assertThat(gateway.query("SELECT message" + row)).isEqualTo("{\"miniprogram_state\":\"formal\",\"lang\":\"zh_CN\",\"data\":{\"thing1\":{\"value\":\"订单\"}}}");
        assertThat(gateway.query("SELECT channel" + row)).isEqualTo("subscribe");
    }

    @Test
    void twoEqualMessagesAreTwoSinceAnSdkHasNoIdempotencyKey() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertError(gateway.post(TEMPLATE + token(), MESSAGE.replace("o-1", "o-twice")), 0);
        }
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-twice'")).isEqualTo(2);
    }

    @Test
    void aChunkedBodyIsReadToo() throws Exception {
        HttpRequest.Builder request = RunningGateway.request(gateway.api(TEMPLATE + token()))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8))));
        assertError(RunningGateway.send(request), 0);
    }

    @Test
    void aBadMessageIsRefusedAndLeavesNothing() throws Exception {
        long before = gateway.count("SELECT count(*) FROM notification");
        String to = TEMPLATE + token();
        assertError(gateway.post(to, ""), 44002);
        assertError(gateway.post(to, "{\"touser\""), 47001);
        assertError(gateway.post(to, "[]"), 47001);
        assertError(gateway.post(to, "{}"), 40003);
        assertError(gateway.post(to, "{\"touser\":\"o-1\"}"), 40037);
        assertError(gateway.post(to, "{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":{\"k\":\"v\"}}"), 47003);
        assertError(gateway.post(to, MESSAGE + " ".repeat(1 << 20)), 45014);
        assertError(gateway.get(to), 43002);
        assertError(gateway.post(SUBSCRIBE + token(), "{\"touser\":\"o-1\",\"template_id\":\"T\"}"), 47003);
        assertError(gateway.post(SUBSCRIBE + token(), MESSAGE.replace("订单", "")), 47003);
        assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(before);
    }

    @Test
    void aTokenThatIsNotGoodMakesAnSdkAskForAnother() throws Exception {
        String good = token();
        assertError(gateway.post(TEMPLATE.replace("?access_token=", ""), MESSAGE), 41001);
        assertError(gateway.post(TEMPLATE, MESSAGE), 41001);
        assertError(gateway.post(TEMPLATE + "nonsense", MESSAGE), 40001);
        assertError(gateway.post(TEMPLATE + "minipush_", MESSAGE), 40001);
        assertError(gateway.post(TEMPLATE + URLEncoder.encode("minipush_\u0000ü=", StandardCharsets.UTF_8), MESSAGE), 40001);
        assertError(gateway.post(TEMPLATE + good.substring(0, good.length() - 2) + "AA", MESSAGE), 40001);
        assertError(gateway.get("/wxaapi/newtmpl/gettemplate?access_token=nonsense"), 40001);
    }

    @Test
    void whoHoldsThePlatformsOwnTokenComesInWithIt() throws Exception {
        gateway.update("UPDATE token SET access_token = '" + REAL + "', usable = TRUE, source = 'stable', version = version + 1,"
                + " fetched_at = TIMESTAMP '2026-01-01 00:00:00', expires_at = TIMESTAMP '2099-01-01 00:00:00', refresh_at = TIMESTAMP '2098-01-01 00:00:00'");
        org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).untilAsserted(() -> assertError(gateway.post(TEMPLATE + REAL, MESSAGE.replace("o-1", "o-real")), 0));
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-real'")).isEqualTo(1);
        assertThat(json(gateway.get(TOKEN)).get("access_token").textValue()).as("this key has not the role token").isNotEqualTo(REAL);
    }

    @Test
    void whatTheGatewayDoesNotHaveOfWeChatIsSaidInWeChatsWords() throws Exception {
        for (String path : new String[] {"/cgi-bin/message/custom/send", "/cgi-bin/", "/wxaapi/token", "/sns/jscode2session?js_code=x", "/cgi-bin/apps"}) {
            HttpResponse<String> response = gateway.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(json(response).get("errcode").intValue()).isEqualTo(40066);
            assertThat(json(response).get("errmsg").textValue()).contains("message/subscribe/send");
        }
        for (String path : new String[] {"/v1/token", "/v1/cgi-bin/token", "/v1/message/subscribe/send"}) {
            assertThat(gateway.get(path, "Authorization", "Bearer " + KEY).statusCode()).as(path).isEqualTo(404);
        }
        for (String path : new String[] {"/v1/apps", "/", "/cgi-bin", "/cgi-bin/../v1/apps", "/cgi-bin/..%2fv1/apps", "/cgi-bin;/apps", "//cgi-bin/token"}) {
            assertThat(gateway.get(path).statusCode()).as(path + " still wants a key, or is refused").isIn(400, 401, 404);
        }
        assertThat(gateway.get("/v1/apps").statusCode()).isEqualTo(401);
        assertThat(gateway.post("/v1/apps/" + APP + "/notifications", "x".getBytes(StandardCharsets.UTF_8), "text/plain", "Authorization", "Bearer " + KEY).statusCode())
                .isEqualTo(415);
    }

    @Test
    void anSdkThatComesBeforeThePlatformHasBeenHeardComesAgain() throws Exception {
        assertError(gateway.get("/wxaapi/newtmpl/gettemplate?access_token=" + token()), -1);
    }

    @Test
    void theAnswersAreCounted() throws Exception {
        gateway.post(TEMPLATE + "nonsense", MESSAGE);
        assertThat(gateway.getManagement("/metrics").body()).contains("minipush_sdk_answers_total{errcode=\"40001\"}");
    }
}
