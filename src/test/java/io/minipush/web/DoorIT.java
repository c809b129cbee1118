package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.FORM_IDS;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static io.minipush.web.RunningGateway.request;
import static io.minipush.web.RunningGateway.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.storage.Dialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorIT {

    private static final String KEY = "a-key-of-this-test";
    private static final String BEARER = "Bearer " + KEY;
    private static final String GOOD = "{\"touser\":\"o1\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";

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

    private static void assertProblem(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).get("status").intValue()).isEqualTo(status);
        assertThat(json(response).get("title").textValue()).isNotEmpty();
        assertThat(response.body()).doesNotContain("Exception", "io.minipush", "org.", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Bearer a-key-of-this-tesT", "Bearer a-key-of-this-test2", "Basic a-key-of-this-test",
        "a-key-of-this-test", "Bearera-key-of-this-test"})
    void nobodyComesInWithoutTheKey(String authorization) throws Exception {
        for (String path : new String[] {"/v1/apps", "/v1/nothing", "/", NOTIFICATIONS}) {
            var response = authorization.isEmpty() ? gateway.get(path) : gateway.get(path, "Authorization", authorization);
            assertProblem(response, 401);
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a-key-of-this-test", "bearer a-key-of-this-test", "BEARER  a-key-of-this-test"})
    void theKeyLetsIn(String authorization) throws Exception {
        var response = gateway.get("/v1/apps", "Authorization", authorization);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/apps/0/app_id").textValue()).isEqualTo(APP);
    }

    @Test
    void keysThatDifferInCaseAreDifferentOnOneConnectionToo() throws Exception {
        StringBuilder requests = new StringBuilder();
        for (String key : new String[] {KEY, KEY.toUpperCase(java.util.Locale.ROOT), KEY}) {
            requests.append("GET /v1/apps HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ").append(key).append("\r\n\r\n");
        }
        try (Socket socket = new Socket("127.0.0.1", gateway.gateway().apiPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(java.util.regex.Pattern.compile("HTTP/1.1 (\\d+)").matcher(answers).results().map(m -> m.group(1))).containsExactly("200", "401", "200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/", "/v2/apps", "/v1/nothing", "/v1/apps/wxUnknown/token", "/v1/apps/wxUnknown/form-ids/stock", "/v1/apps/wxUnknown", "/v1/apps/" + APP + "/nothing",
        "/v1/notifications/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/v1/notifications/none", "/v1/notifications/%C3%A9", "/health/live", "/metrics", "/openapi"})
    void whatIsNotThereIs404(String path) throws Exception {
        assertProblem(gateway.get(path, "Authorization", BEARER), 404);
    }

    @ParameterizedTest
    @CsvSource({"DELETE,/v1/apps,GET", "PUT,/v1/apps,GET", "GET,/v1/apps/wx0000000000000000/pause,POST", "PUT,/v1/apps/wx0000000000000000/notifications,'GET, POST'",
        "PATCH,/v1/apps/wx0000000000000000/form-ids,POST", "TRACE,/v1/apps,GET", "POST,/v1/apps/wx0000000000000000/token,GET"})
    void anotherMethodIs405(String method, String path, String allowed) throws Exception {
        var response = send(request(gateway.api(path), "Authorization", BEARER).method(method, HttpRequest.BodyPublishers.noBody()));
        assertProblem(response, 405);
        assertThat(response.headers().firstValue("Allow")).contains(allowed + ", OPTIONS");
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                Arguments.of("empty", ""), Arguments.of("blank", "  "), Arguments.of("cut", "{\"touser\": \"oSecretUser"),
                Arguments.of("a word", "oSecretUser"), Arguments.of("NaN", "{\"touser\": NaN}"), Arguments.of("infinity", "[1e5, Infinity]"),
                Arguments.of("trailing garbage", GOOD + " oSecretUser"), Arguments.of("two documents", GOOD + GOOD),
                Arguments.of("an array that goes on", "[" + GOOD + "] 1"), Arguments.of("an open array", "[" + GOOD + ","),
                Arguments.of("a member twice", "{\"touser\":\"a\",\"touser\":\"oSecretUser\"}"),
                Arguments.of("a member twice, far in", GOOD.replace("\"value\":\"1\"", "\"value\":\"1\",\"value\":\"2\"")),
                Arguments.of("deep", "[".repeat(5000) + "]".repeat(5000)), Arguments.of("deep objects", "{\"a\":".repeat(100) + "1" + "}".repeat(100)),
                Arguments.of("a comment", "/* oSecretUser */ {}"), Arguments.of("single quotes", "{'touser': 'oSecretUser'}"),
                Arguments.of("a long number", "[" + "1".repeat(5000) + "]"), Arguments.of("a raw line break", "{\"touser\":\"a\nb\"}"),
                Arguments.of("a byte order mark", "\uFEFF" + GOOD));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notJson(String name, String body) throws Exception {
        for (String path : new String[] {NOTIFICATIONS, FORM_IDS}) {
            var response = gateway.post(path, body, "Authorization", BEARER);
            assertProblem(response, 400);
            assertThat(response.body()).as("no answer repeats the request").doesNotContain("oSecretUser");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-32", "GBK"})
    void anotherCharacterSetIs400(String charset) throws Exception {
        byte[] body = GOOD.replace("\"1\"", "\"订单\"").getBytes(Charset.forName(charset));
        assertProblem(gateway.post(NOTIFICATIONS, body, "application/json", "Authorization", BEARER), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/x-java-serialized-object",
        "application/json; charset=gbk", "application/xml", "*/*"})
    void anotherMediaTypeIs415(String type) throws Exception {
        assertProblem(gateway.post(NOTIFICATIONS, GOOD.getBytes(StandardCharsets.UTF_8), type, "Authorization", BEARER), 415);
    }

    @Test
    void noMediaTypeACompressedBodyAndNdjsonOfFormIdsAre415() throws Exception {
        byte[] body = GOOD.getBytes(StandardCharsets.UTF_8);
        assertProblem(gateway.post(NOTIFICATIONS, body, null, "Authorization", BEARER), 415);
        assertProblem(gateway.post(NOTIFICATIONS, body, "application/json", "Authorization", BEARER, "Content-Encoding", "gzip"), 415);
        assertProblem(gateway.post(FORM_IDS, body, "application/x-ndjson", "Authorization", BEARER), 415);
    }

    @Test
    void aBodyMayHaveOneMebibyteAndAListTen() throws Exception {
        String padding = " ".repeat(1 << 20);
        assertProblem(gateway.post(NOTIFICATIONS, GOOD + padding, "Authorization", BEARER), 413);
        assertThat(gateway.post(NOTIFICATIONS, GOOD + padding.substring(GOOD.length()), "Authorization", BEARER).statusCode()).isEqualTo(202);
        assertThat(gateway.post(NOTIFICATIONS, "[" + GOOD + padding.repeat(9) + "]", "Authorization", BEARER).statusCode()).isEqualTo(202);
        assertProblem(gateway.post(NOTIFICATIONS, "[" + GOOD + padding.repeat(10) + "]", "Authorization", BEARER), 413);
        var chunked = send(request(gateway.api(NOTIFICATIONS), "Authorization", BEARER, "Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(("[" + padding.repeat(10) + "]").getBytes(StandardCharsets.UTF_8)))));
        assertProblem(chunked, 413);
    }

    @Test
    void aListOfNothingsDoesNotFillTheMemory() throws Exception {
        assertProblem(gateway.post(NOTIFICATIONS, "[" + "[],".repeat(3_000_000) + "[]]", "Authorization", BEARER), 422);
        assertProblem(gateway.post(NOTIFICATIONS, "[[" + "[],".repeat(3_000_000) + "[]]]", "Authorization", BEARER), 400);
    }

    @Test
    void theServerItselfRefusesHugeHeadersWithAProblemToo() throws Exception {
        assertProblem(gateway.get("/v1/apps", "Authorization", BEARER, "X-Huge", "x".repeat(20_000)), 431);
    }

    @Test
    void headersOfTheRequestHaveNoEffectAndDoNotComeBack() throws Exception {
        String[] hostile = {"Authorization", BEARER, "CamelSqlQuery", "DELETE FROM app", "CamelHttpUri", "http://127.0.0.1:1/", "CamelHttpResponseCode", "299",
            "CamelSqlUpdateCount", "7", "appid", "wxOther", "id", "x", "Location", "http://elsewhere/", "Retry-After", "9", "X-Echo", "me",
            "Set-Cookie", "a=b", "Idempotency-Replayed", "true", "CamelBeanMethodName", "close", "breadcrumbId", "me"};
        for (HttpResponse<String> response : new HttpResponse[] {
            gateway.get("/v1/apps?CamelSqlQuery=DROP&name=me&CamelHttpResponseCode=299", hostile),
            gateway.post(NOTIFICATIONS + "?X-Query=me&appid=wxOther", GOOD, hostile),
            gateway.post(FORM_IDS, "{\"openid\":\"o1\",\"form_id\":\"the formId is a mock one\"}", hostile),
            gateway.get("/v1/nothing", hostile)}) {
            assertThat(response.statusCode()).isIn(200, 202, 404, 422);
            assertThat(response.headers().map().keySet().stream().map(String::toLowerCase))
                    .isSubsetOf("content-type", "content-length", "location", "date", "transfer-encoding", "cache-control", "x-content-type-options", "content-security-policy");
            assertThat(response.headers().toString()).doesNotContain("elsewhere", "=me", "[me]", "wxOther");
        }
        assertThat(gateway.count("SELECT count(*) FROM app")).isEqualTo(1);
    }

    @Test
    void anErrorNamesTheFieldAndRepeatsNothingOfItsValue() throws Exception {
        var response = gateway.post(NOTIFICATIONS, "{\"touser\":\"o Secret\",\"template_id\":7,\"data\":{\"a/b~c\":{\"value\":\"1\"},\"keyword1\":{\"value\":2}},\"form_id\":\"F-Secret\"}",
                "Authorization", BEARER);
        assertProblem(response, 422);
        assertThat(json(response).get("errors")).extracting(error -> error.get("pointer").textValue())
                .containsExactlyInAnyOrder("/touser", "/template_id", "/data/a~1b~0c", "/data/keyword1/value", "/form_id");
        assertThat(response.body()).doesNotContain("Secret");
        JsonNode list = json(gateway.post(NOTIFICATIONS, "[{}, " + GOOD.replace("\"o1\"", "\"\"") + "]", "Authorization", BEARER));
        assertThat(list.get("status").intValue()).as("all are bad").isEqualTo(422);
        assertThat(list.get("errors")).extracting(error -> error.get("pointer").textValue()).contains("/0/touser", "/1/touser");
        assertProblem(gateway.post(NOTIFICATIONS, "[]", "Authorization", BEARER), 422);
        assertProblem(gateway.get(FORM_IDS + "/stock?openid=%C3%A9", "Authorization", BEARER), 422);
        assertProblem(gateway.get(FORM_IDS + "/stock?openid=a&openid=b", "Authorization", BEARER), 400);
    }

    @Test
    void theTokensHealthIsTellingWithoutTheToken() throws Exception {
        // A renewal that is under way may write once more.
        Awaitility.await().untilAsserted(() -> {
            gateway.update("UPDATE token SET access_token = 'T-Secret', usable = TRUE, source = 'stable', failures = 1, last_errcode = -1, last_error = 'system error',"
                    + " fetched_at = TIMESTAMP '2026-01-01 00:00:00', expires_at = TIMESTAMP '2099-01-01 00:00:00.5', refresh_at = TIMESTAMP '2098-01-01 00:00:00'");
            var response = gateway.get("/v1/apps/" + APP + "/token", "Authorization", BEARER);
            assertThat(response.body()).isEqualTo("{\"state\":\"stale\",\"fetched_at\":\"2026-01-01T00:00:00Z\",\"expires_at\":\"2099-01-01T00:00:00.500Z\","
                    + "\"last_error\":\"-1 system error\",\"source\":\"stable\",\"foreign_refreshes\":0}");
        });
    }

    @Test
    void bytesThatAreNoHttpAreRefusedWithoutHarm() throws Exception {
        for (String bytes : new String[] {"\u0000\u0001\u0002\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /v1/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /v1/apps HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", "GET /%2e%2e%2f HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /v1/apps HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}) {
            try (Socket socket = new Socket("127.0.0.1", gateway.gateway().apiPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                try (InputStream in = socket.getInputStream()) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).matches("(?s)HTTP/1.1 (4\\d\\d|505).*").doesNotContain("Exception");
                }
            }
        }
        assertThat(gateway.get("/v1/apps", "Authorization", BEARER).statusCode()).isEqualTo(200);
    }
}
