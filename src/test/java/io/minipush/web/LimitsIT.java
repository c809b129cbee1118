package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.minipush.storage.Dialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both servers keep out, and that neither suffers from what happens to the other. */
class LimitsIT {

    private static final String BEARER = "Bearer k";
    private static final String GOOD = "{\"touser\":\"o1\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";
    /** More than are served at a time, fewer than those and the ones that may wait. */
    private static final int CROWD = 230;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", "k");
        gateway.holdSender();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** @return what is answered to these bytes until the server ends the connection */
    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + BEARER + "\r\nConnection: close\r\n\r\n";
    }

    private static int status(String answer) {
        Matcher status = Pattern.compile("^HTTP/1.1 (\\d{3})").matcher(answer);
        assertThat(status.find()).as("the answer is HTTP: " + answer).isTrue();
        return Integer.parseInt(status.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//v1/apps", "/v1//apps", "/v1/apps//", "/v1/./apps", "/v1/../v1/apps", "/v1/apps/..", "/health/ready/..", "/health/../metrics", "/v1/%2e%2e/metrics",
        "/v1/%2E./metrics", "/v1/apps;x=y", "/v1/apps;", "/;/metrics", "/metrics;.js", "/v1/..;/metrics", "/v1%2fapps", "/v1%2Fapps", "/v1/apps%5c", "/v1\\apps", "/v1/apps%3b",
        "/v1/apps%00", "/v1/apps%0d%0aX:y", "/v1/apps%7f", "/%252e%252e/metrics", "/v1/%c0%ae%c0%ae/apps", "/v1/apps%", "/v1/apps%zz", "/v1/<apps>", "/v1/apps|", "*", "metrics",
        "http://a/v1//apps", "http://a/metrics;x"})
    void aPathThatMeansSeveralThingsIsRefusedAtBothServers(String target) throws Exception {
        String api = raw(gateway.gateway().apiPort(), get(target));
        String management = raw(gateway.gateway().managementPort(), get(target));
        assertThat(status(api)).as(api).isEqualTo(400);
        assertThat(management.replaceAll("(?m)^Date:.*$", "")).isEqualTo(api.replaceAll("(?m)^Date:.*$", ""));
        assertThat(status(raw(gateway.gateway().apiPort(), get(target).replace("Authorization", "X")))).isEqualTo(400);
    }

    @Test
    void aPlainPathInAnyFormIsServed() throws Exception {
        assertThat(status(raw(gateway.gateway().apiPort(), get("http://a/v1/apps")))).isEqualTo(200);
        assertThat(status(raw(gateway.gateway().managementPort(), get("http://a/health/ready?x=//;..%2f")))).isEqualTo(200);
        assertThat(status(raw(gateway.gateway().apiPort(), get("/v1/apps/wx~a-b_c.d/token")))).isEqualTo(404);
        assertThat(status(raw(gateway.gateway().apiPort(), get("/v1/apps/%E4%BD%A0/token")))).isEqualTo(404);
    }

    @Test
    void everyAnswerTellsBrowsersAndProxiesToMakeNothingOfIt() throws Exception {
        int api = gateway.gateway().apiPort();
        int management = gateway.gateway().managementPort();
        String huge = "X: " + "x".repeat(9_000);
        List<String> answers = List.of(raw(api, get("/v1/apps")), raw(api, get("/v1/nothing")), raw(api, get("/v1/apps").replace("Bearer k", "Bearer x")), raw(api, get("//")),
                raw(api, get("/v1/apps").replace("GET", "DELETE")), raw(api, get("/v1/apps").replace("Host: a", huge)), raw(api, "nonsense\r\n\r\n"), raw(api, get("/")),
                raw(api, "POST " + NOTIFICATIONS + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + BEARER + "\r\nContent-Type: application/json\r\nContent-Length: 1\r\nConnection: close\r\n\r\n{"),
                raw(management, get("/metrics")), raw(management, get("/health/ready")), raw(management, get("/x")), raw(management, get("/metrics").replace("GET", "POST")),
                raw(management, get("/metrics").replace("Host: a", huge)), raw(management, "nonsense\r\n\r\n"));
        assertThat(answers).extracting(LimitsIT::status).containsExactly(200, 404, 401, 400, 405, 431, 400, 404, 400, 200, 200, 404, 405, 431, 400);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.substring(0, answer.indexOf("\r\n\r\n")))
                .contains("\r\nX-Content-Type-Options: nosniff", "\r\nCache-Control: no-store", "\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'")
                .doesNotContainPattern("(?i)\r\n(server|x-powered-by):"));
    }

    @Test
    void neitherServerAnswersForTheOther() throws Exception {
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            assertThat(gateway.get(path, "Authorization", BEARER).statusCode()).as(path).isEqualTo(404);
        }
        for (String path : List.of("/v1/apps", "/v1/apps/" + APP + "/token", NOTIFICATIONS)) {
            assertThat(RunningGateway.send(RunningGateway.request(gateway.management(path), "Authorization", BEARER)).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aCrowdIsToldToComeAgainAndTheOtherServerDoesNotFeelIt() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(beginPost(NOTIFICATIONS, "Authorization: " + BEARER + "\r\n"));
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> response = gateway.get("/v1/apps", "Authorization", BEARER);
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            });
            assertThat(gateway.getManagement("/health/ready").statusCode()).isEqualTo(200);
            assertThat(gateway.getManagement("/metrics").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.get("/v1/apps", "Authorization", BEARER).statusCode()).isEqualTo(200));
    }

    @Test
    void strangersWhoAreSlowAreFewAndAreCutOffAndWhoHasAKeyDoesNotWaitForThem() throws Exception {
        String path = "/v1/apps/" + APP + "/events";
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                strangers.add(beginPost(path, ""));
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                // On a busy machine the first may have been cut off before the last are there.
                strangers.add(beginPost(path, ""));
                assertThat(gateway.post(path, "{}").statusCode()).isEqualTo(503);
            });
            assertThat(gateway.post(NOTIFICATIONS, GOOD, "Authorization", BEARER).statusCode()).isEqualTo(202);
            for (Socket stranger : strangers) {
                assertThat(readToEnd(stranger)).as("cut off").doesNotContain("HTTP/1.1 2");
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.post(path, "{}").statusCode()).isNotEqualTo(503));
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    private static Socket beginPost(String path, String header) throws IOException {
        Socket socket = new Socket("127.0.0.1", gateway.gateway().apiPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: a\r\n" + header + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String readToEnd(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            return "";
        }
    }
}
