package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.minipush.access.KeysEditor;
import io.minipush.access.Role;
import io.minipush.storage.Dialect;
import io.minipush.web.VerbsTest.Operation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody without the right key tries every operation by every way round that we know of, at the door and at the wrong one. Whatever he is
 * answered, nothing is read and nothing changed. What plain requests are answered stands in {@link RolesIT}, {@link LimitsIT} and {@link ConsoleIT}.
 */
class AttackerIT {

    private static final String PRIVATE = "o-private-user";
    private static final String GOOD = "{\"touser\":\"" + PRIVATE + "\",\"template_id\":\"T-private\",\"data\":{\"keyword1\":{\"value\":\"private words\"}}}";
    private static final int PATIENCE_MILLIS = 60_000;
    /** Those that what happens by itself does not touch while nothing is sent. */
    private static final List<String> TABLES = List.of("notification", "credit", "app", "template_hold", "audit", "idempotency", "form_id_seen", "event_seen", "push_result", "wake_up");
    /** Right ones, each too long to be a guess: after the first wrong ones nothing would be looked at that could be one. */
    private static final String KEY = "right-".repeat(7);
    private static final String LOW = "low-".repeat(10);
    private static final String OTHER = "other-".repeat(7);
    private static final List<String> KEYS = List.of("", "Authorization: Bearer wrong\r\n", "Authorization: Bearer " + LOW + "\r\n", "Authorization: Bearer " + OTHER + "\r\n");

    @TempDir
    private static Path folder;
    private static RunningGateway gateway;
    private static String notification;
    private static Map<String, String> before;

    @BeforeAll
    static void start() throws Exception {
        Path keys = folder.resolve("keys.yaml");
        new KeysEditor(keys).add(KeysEditor.keyOf(LOW, "low", Set.of(Role.TOKEN), Set.of(), false), "2026-01-01", null);
        new KeysEditor(keys).add(KeysEditor.keyOf(OTHER, "other", Set.of(Role.READ, Role.OPS, Role.SEND, Role.COLLECT), Set.of("wxOther"), false), "2026-01-01", null);
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", KEY, "MINIPUSH_KEYS_FILE", keys.toString());
        gateway.holdSender();
        String[] key = {"Authorization", "Bearer " + KEY};
        notification = json(gateway.post(NOTIFICATIONS, GOOD, key)).get("id").textValue();
        gateway.post("/v1/apps/" + APP + "/form-ids", "{\"openid\":\"" + PRIVATE + "\",\"form_id\":\"F-private\"}", key);
        before = content();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void nothingHasChanged() throws Exception {
        assertThat(content()).isEqualTo(before);
    }

    private static Map<String, String> content() throws Exception {
        Map<String, String> content = new TreeMap<>();
        try (Connection connection = gateway.connect()) {
            for (String table : TABLES) {
                List<String> all = new ArrayList<>();
                try (ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            row.append(rows.getString(i)).append('|');
                        }
                        all.add(row.toString());
                    }
                }
                content.put(table, String.join("\n", all));
            }
        }
        return content;
    }

    /** @return all that is answered until the server ends the connection; "" if it just ends it */
    private static String raw(int port, String request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("still open after " + request.substring(0, Math.min(80, request.length())), e);
        } catch (IOException e) {
            return "";
        }
    }

    private static String request(String method, String target, String headers, String body) {
        return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    /** Refused: not one answer, whatever came before, is a 2xx, and none tells anything of what is there. */
    private static void assertRefused(String attempt, String answer) {
        Matcher statuses = Pattern.compile("(?m)^HTTP/1\\.[01] (\\d{3})").matcher(answer);
        while (statuses.find() && !tellsTheContractOnly(answer)) {
            assertThat(statuses.group(1)).as("%s: %s", attempt, answer).matches("100|[345]..").isNotEqualTo("500");
        }
        assertThat(answer).as(attempt).doesNotContain(PRIVATE, "T-private", "private words", "F-private", notification, "\tat ", "Exception");
    }

    /** Which methods a path has; or, to the key of an app that is not served, that it has no apps. */
    private static boolean tellsTheContractOnly(String answer) {
        return answer.endsWith("\r\n\r\n{\"apps\":[]}") || answer.contains("\r\nAllow: ") && answer.contains("\r\nContent-Length: 0\r\n") && answer.endsWith("\r\n\r\n");
    }

    static Stream<Operation> operations() throws Exception {
        return VerbsTest.operations();
    }

    private static String path(Operation operation) {
        return operation.path().replace("{appid}", APP).replace("{id}", notification).replace("{template_id}", "T-private").replace("{openid}", PRIVATE);
    }

    private static String body(Operation operation) {
        if (!operation.method().equals("POST")) {
            return "";
        }
        return operation.path().endsWith("/form-ids") ? "{\"openid\":\"" + PRIVATE + "\",\"form_id\":\"F2\"}"
                : operation.path().endsWith("/notifications") ? GOOD : operation.path().endsWith("/notifications/retry") ? "{\"state\":\"failed\"}"
                : operation.path().endsWith("/stock") ? "{\"openids\":[\"" + PRIVATE + "\"]}" : "{}";
    }

    @ParameterizedTest
    @MethodSource("operations")
    void noSpellingOfAPathOpensIt(Operation operation) {
        String path = path(operation);
        String last = path.substring(path.lastIndexOf('/') + 1);
        List<String> spellings = List.of(path, path + "/", path + "//", path + ";x", path + ";jsessionid=1", path + "/.", path + "/..", path + "/x/..", path + "/%2e%2e", path + "%2f", path + "%00", path + ".json",
                path.toUpperCase(Locale.ROOT), "/V1" + path.substring(3), "/v1/" + path, "/" + path, "/x/.." + path, "/health/live/.." + path, "/v1/%2e" + path.substring(3), path.replace("/v1/", "/v1%2f"),
                path.replace("/v1/", "/v1;x=/"), path.replace("/v1/", "/%761/"), path.replace("apps", "%61pps"), path.replace(last, "%" + Integer.toHexString(last.charAt(0)) + last.substring(1)),
                path + "?key=" + KEY, path + "?api_key=" + KEY + "&access_token=" + KEY + "&authorization=Bearer%20" + KEY, path + "?Authorization=Bearer+" + KEY, path + "?openid=" + PRIVATE + "&appid=" + APP, path + "#x",
                "http://127.0.0.1" + path, "http://" + KEY + "@127.0.0.1" + path, path.replace("/", "\\"));
        for (String spelling : spellings) {
            for (String key : KEYS) {
                assertRefused(operation.method() + " " + spelling + " " + key, raw(gateway.gateway().apiPort(), request(operation.method(), spelling, key, body(operation))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void noHeaderAndNoOtherMethodOpensIt(Operation operation) {
        String path = path(operation);
        for (String header : List.of("X-HTTP-Method-Override: " + operation.method(), "X-Original-URL: " + path, "X-Rewrite-URL: " + path, "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1",
                "X-Forwarded-User: " + KEY, "Cookie: minipush=" + KEY, "Authorization: Basic " + Base64.getEncoder().encodeToString(("k:" + KEY).getBytes(StandardCharsets.UTF_8)), "Authorization: bearer  " + KEY, "Authorization: Bearer " + KEY + ", Bearer " + LOW, "Authorization:\r\n Bearer " + KEY, "CamelHttpPath: " + path,
                "CamelSqlQuery: DELETE FROM notification", "CamelHttpUri: http://127.0.0.1:9/", "appid: " + APP, "Minipush-Operator: " + KEY, "Expect: 100-continue", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAAA")) {
            for (String key : header.startsWith("Authorization") ? List.of("") : KEYS) {
                if (!header.startsWith("Authorization: bearer")) {
                    assertRefused(operation + " " + header + " " + key, raw(gateway.gateway().apiPort(), request(operation.method(), path, key + header + "\r\n", body(operation))));
                }
            }
        }
        for (String method : List.of("HEAD", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "OPTIONS", "PROPFIND", "get", "POST ", "DEBUG")) {
            for (String key : KEYS) {
                assertRefused(method + " " + path, raw(gateway.gateway().apiPort(), request(method, path, key, "")));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theManagementServerKnowsNoOperation(Operation operation) {
        for (String key : List.of("", "Authorization: Bearer " + LOW + "\r\n", "Authorization: Bearer " + OTHER + "\r\n", "Authorization: Bearer " + KEY + "\r\n")) {
            for (String path : List.of(path(operation), "/hawtio" + path(operation), "/login" + path(operation), "/hawtio/jolokia" + path(operation))) {
                assertNothingPrivate(operation + " " + path, raw(gateway.gateway().managementPort(), request(operation.method(), path, key, body(operation))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/hawtio", "/hawtio/", "/hawtio/index.html", "/hawtio/jolokia", "/hawtio/jolokia/list", "/hawtio/user", "/hawtio/auth/login", "/hawtio/proxy/127.0.0.1/9", "/jolokia", "/jolokia/",
        "/login", "/logout", "/metrics", "/health/live", "/health/ready", "/health", "/v1/hawtio/", "/v1/metrics", "/v1/health/live"})
    void theApiKnowsNothingOfTheManagementServer(String path) {
        for (String key : List.of("", "Authorization: Bearer " + LOW + "\r\n", "Authorization: Bearer " + OTHER + "\r\n", "Authorization: Bearer " + KEY + "\r\n")) {
            for (String method : List.of("GET", "POST", "HEAD", "DELETE")) {
                assertRefused(method + " " + path, raw(gateway.gateway().apiPort(), request(method, path, key, method.equals("POST") ? "{\"type\":\"list\"}" : "")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jolokia", "/jolokia/list", "/hawtio/jolokia/", "/hawtio/jolokia/list", "/hawtio/proxy/http/127.0.0.1/9/", "/hawtio/proxy", "/hawtio/auth/login", "/hawtio/WEB-INF/web.xml", "/WEB-INF/web.xml",
        "/hawtio/META-INF/MANIFEST.MF", "/web/login.html", "/application.properties", "/hawtio/keycloak/enabled", "/hawtio/plugin"})
    void whatHawtioOfOldHadIsNotThereForStrangers(String path) {
        String bulk = "[{\"type\":\"list\"},{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\"},{\"type\":\"exec\",\"mbean\":\"java.lang:type=Memory\",\"operation\":\"gc\"}]";
        String proxy = "{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\",\"target\":{\"url\":\"service:jmx:rmi:///jndi/rmi://127.0.0.1:9/jmxrmi\"}}";
        for (String key : KEYS) {
            for (String body : List.of(bulk, proxy)) {
                assertRefused("POST " + path, raw(gateway.gateway().managementPort(), request("POST", path, key, body)));
            }
            assertRefused("GET " + path, raw(gateway.gateway().managementPort(), request("GET", path, key, "")));
        }
    }

    /** Requests that two servers in a row would cut differently: the second one hidden in the first must never be served with the first one's key. */
    @Test
    void whatIsNoRequestIsNotServed() {
        String hidden = "GET /v1/apps HTTP/1.1\r\nHost: a\r\n\r\n";
        String post = "POST " + NOTIFICATIONS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + KEY + "\r\nContent-Type: application/json\r\n";
        List<String> malformed = List.of(
                post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" + hidden,
                post + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + hidden,
                post + "Content-Length: +5\r\n\r\n" + GOOD, post + "Content-Length: -1\r\n\r\n" + GOOD, post + "Content-Length: 0x10\r\n\r\n" + GOOD, post + "Content-Length: 99999999999999999999\r\n\r\n" + GOOD,
                post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n" + GOOD + "\r\n0\r\n\r\n", post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
                post + "Content-Length: " + (GOOD.length() + 10) + "\r\n\r\n" + GOOD,
                post + "X: a\0b\r\nContent-Length: 2\r\n\r\n{}", post + "X : y\r\nContent-Length: 2\r\n\r\n{}", post.replace("Host: a\r\n", "") + "Content-Length: " + GOOD.length() + "\r\n\r\n" + GOOD,
                post + "Host: b\r\nContent-Length: " + GOOD.length() + "\r\n\r\n" + GOOD,
                "GET /v1/apps\r\n\r\n", "GET /v1/apps HTTP/3.0\r\nHost: a\r\n\r\n", "GET  /v1/apps HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000", "\r\n\r\n\r\n", "\0\0\0\0",
                "GET /v1/apps HTTP/1.1\nHost: a\n\n", "GET /v1/" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", "GET /v1/apps HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(5_000) + "\r\n",
                "CONNECT 127.0.0.1:9 HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: a\r\n\r\n");
        for (String request : malformed) {
            assertRefused(request.substring(0, Math.min(200, request.length())), raw(gateway.gateway().apiPort(), request));
            assertNothingPrivate(request.substring(0, Math.min(200, request.length())), raw(gateway.gateway().managementPort(), request));
        }
    }

    @Test
    void aBodyWithoutAKeyIsNotWaitedFor() throws Exception {
        // A stranger says that he has 9 MiB and sends none of them: he is answered at once, and cut off.
        for (int port : List.of(gateway.gateway().apiPort(), gateway.gateway().managementPort())) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream().write(("POST " + NOTIFICATIONS + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
            }
        }
    }

    /** A request that never comes to its end, and how it goes on. */
    private record Slow(int port, String begin, String drop) {
    }

    /** @return what was answered until the server ended the connection, although there was always something more to come */
    private static String sendDropByDrop(Slow slow) throws Exception {
        long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket("127.0.0.1", slow.port())) {
            socket.setSoTimeout(200);
            socket.getOutputStream().write(slow.begin().getBytes(StandardCharsets.US_ASCII));
            while (System.nanoTime() - patience < 0) {
                try {
                    int read = socket.getInputStream().read();
                    if (read < 0) {
                        return answer.toString();
                    }
                    answer.append((char) read);
                } catch (java.net.SocketTimeoutException e) {
                    socket.getOutputStream().write(slow.drop().getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (java.net.SocketException e) {
            return answer.toString();
        }
        throw new AssertionError("still open: " + slow);
    }

    /** Connections held without an end: they are cut, and meanwhile and afterwards others are served at both doors. */
    @Test
    void whoSendsDropByDropIsCutOff() throws Exception {
        System.setProperty("minipush.internal.web.deadline.millis", "3000");
        ExecutorService attackers = Executors.newCachedThreadPool();
        try (RunningGateway held = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", KEY)) {
            String key = "Host: 127.0.0.1\r\nAuthorization: Bearer " + KEY + "\r\n";
            String json = "Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n";
            List<Slow> all = new ArrayList<>();
            for (int port : List.of(held.gateway().apiPort(), held.gateway().managementPort())) {
                String path = port == held.gateway().apiPort() ? "/v1/apps" : "/health/live";
                all.add(new Slow(port, "", ""));
                all.add(new Slow(port, "", "G"));
                all.add(new Slow(port, "GET " + path + " HTTP/1.1\r\n" + key, "X: y\r\n"));
                all.add(new Slow(port, "GET " + path + " HTTP/1.1\r\n" + key + "\r\n", ""));
                all.add(new Slow(port, "GET " + path + " HTTP/1.1\r\n" + key + "\r\nGET " + path + " HTTP/1.1\r\n", "X: y\r\n"));
            }
            all.add(new Slow(held.gateway().apiPort(), "POST " + NOTIFICATIONS + " HTTP/1.1\r\n" + key + json, " "));
            all.add(new Slow(held.gateway().apiPort(), "POST " + NOTIFICATIONS + " HTTP/1.1\r\n" + key + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"));
            all.add(new Slow(held.gateway().apiPort(), "POST /cgi-bin/stable_token HTTP/1.1\r\nHost: a\r\n" + json, " "));
            for (int i = 0; i < 6; i++) {
                all.add(new Slow(held.gateway().managementPort(), "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\n", "k"));
            }
            all.add(new Slow(held.gateway().managementPort(), "POST /hawtio/jolokia HTTP/1.1\r\n" + key + json, " "));
            List<Future<String>> answers = all.stream().map(slow -> attackers.submit(() -> sendDropByDrop(slow))).toList();
            while (!answers.stream().allMatch(Future::isDone)) {
                served(held);
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).as("%s", all.get(i)).doesNotContain("202 Accepted", "\tat ");
            }
            served(held);
        } finally {
            System.clearProperty("minipush.internal.web.deadline.millis");
            attackers.shutdownNow();
        }
    }

    /** The web server has few places, and whoever goes away in the middle of a request must leave his. */
    @Test
    void whoBreaksOffInTheMiddleLeavesHisPlace() throws Exception {
        String begun = "Host: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\nkey=k";
        for (int i = 0; i < 12; i++) {
            for (String start : List.of("POST /login HTTP/1.1\r\n", "POST /hawtio/jolokia HTTP/1.1\r\nAuthorization: Bearer " + KEY + "\r\n", "POST /nothing HTTP/1.1\r\nAuthorization: Bearer " + KEY + "\r\n")) {
                try (Socket socket = new Socket("127.0.0.1", gateway.gateway().managementPort())) {
                    socket.getOutputStream().write((start + begun).getBytes(StandardCharsets.US_ASCII));
                    // Not at once: the request has to have begun.
                    socket.setSoTimeout(20);
                    try {
                        socket.getInputStream().read();
                    } catch (java.net.SocketTimeoutException e) {
                        socket.setSoLinger(true, 0);
                    }
                }
            }
        }
        served(gateway);
    }

    /** On connections of their own; a busy machine may keep one of them waiting longer than this test allows. */
    private static void served(RunningGateway gateway) {
        String end = " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + KEY + "\r\nConnection: close\r\n\r\n";
        Awaitility.await().atMost(Duration.ofMillis(PATIENCE_MILLIS)).untilAsserted(() -> {
            assertThat(raw(gateway.gateway().apiPort(), "GET /v1/apps" + end)).startsWith("HTTP/1.1 200");
            assertThat(raw(gateway.gateway().managementPort(), "GET /health/ready" + end)).startsWith("HTTP/1.1 200");
            assertThat(raw(gateway.gateway().managementPort(), "GET /login" + end)).startsWith("HTTP/1.1 200");
        });
    }

    private static void assertNothingPrivate(String attempt, String answer) {
        assertThat(answer).as(attempt).doesNotContain(PRIVATE, "private words", "F-private", "\tat ", "Exception");
        assertThat(answer).as(attempt).doesNotContainPattern("(?m)^HTTP/1\\.[01] 500").doesNotContain("\"app_id\"");
    }
}
