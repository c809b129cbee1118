package io.minipush.web;

import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.TestSettings;
import io.minipush.access.GuessThrottle;
import io.minipush.access.Keys;
import io.minipush.access.KeysEditor;
import io.minipush.access.Role;
import io.minipush.health.Readiness;
import io.minipush.settings.Settings;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into the console, and what he gets there. */
class ConsoleIT {

    private static final String OPS = "key-of-operations";
    private static final String READ = "key-of-a-reader";
    private static final String SEND = "key-of-a-producer";
    private static final String OTHER_APP = "key-of-another-app";
    private static final String JOLOKIA = "/hawtio/jolokia";
    private static final String ROUTE = "org.apache.camel:context=%s,type=routes,name=\\\"measure-stock\\\"";
    private static final String CONTEXT = "org.apache.camel:context=%s,type=context,name=\\\"minipush\\\"";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private static Path file;
    private static RunningGateway gateway;
    /** By which JMX knows its routes: the JVM has other gateways. */
    private static String context;
    /** Without any key, as on a laptop. */
    private static RunningGateway open;

    @BeforeAll
    static void start() throws Exception {
        file = folder.resolve("keys.yaml");
        add(OPS, "operations", Set.of(Role.OPS), Set.of());
        add(READ, "reader", Set.of(Role.READ), Set.of());
        add(SEND, "producer", Set.of(Role.SEND, Role.COLLECT, Role.TOKEN), Set.of());
        add(OTHER_APP, "other", Set.of(Role.READ, Role.OPS), Set.of("wxOther"));
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_KEYS_FILE", file.toString());
        String names = post(gateway, JOLOKIA, "{\"type\":\"search\",\"mbean\":\"org.apache.camel:type=context,*\"}", "Authorization", "Bearer " + OPS).body();
        context = names.replaceAll("(?s).*context=([^,]+),.*", "$1");
        open = RunningGateway.shared(Dialect.H2);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void add(String key, String name, Set<Role> roles, Set<String> apps) throws Exception {
        new KeysEditor(file).add(KeysEditor.keyOf(key, name, roles, apps, false), "2026-01-01", null);
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return RunningGateway.send(RunningGateway.request(gateway.management(path), headers).GET());
    }

    private static HttpResponse<String> post(RunningGateway to, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = RunningGateway.request(to.management(path), headers).POST(HttpRequest.BodyPublishers.ofString(body));
        if (Arrays.stream(headers).noneMatch("Content-Type"::equals)) {
            request.header("Content-Type", "application/json");
        }
        return RunningGateway.send(request);
    }

    /** What Jolokia says to each request of a bulk, or to the one. */
    private static String ask(String key, String json) throws Exception {
        HttpResponse<String> response = post(gateway, JOLOKIA, json, "Authorization", "Bearer " + key);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = json(response);
        return answer.isArray() ? String.join(",", (Iterable<String>) () -> Stream.iterate(0, i -> i + 1).limit(answer.size())
                .map(i -> answer.get(i).path("status").asText()).iterator()) : answer.path("status").asText();
    }

    private static String basic(String user, String key) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> login(String key, String to, String... headers) throws Exception {
        String[] all = Stream.concat(Stream.of("Content-Type", "application/x-www-form-urlencoded"), Arrays.stream(headers)).toArray(String[]::new);
        return post(gateway, "/login", "key=" + URLEncoder.encode(key, StandardCharsets.UTF_8) + "&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8), all);
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    }

    /** A request as no well-behaved client sends it. */
    private static int raw(RunningGateway to, String... lines) throws IOException {
        int port = to.gateway().managementPort();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").replace("PORT", "" + port).getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.split(" ")[1]);
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            /hawtio/,              -,                  401
            /hawtio/jolokia,       -,                  401
            /hawtio/hawtconfig.json, -,                401
            /hawtio/static/js/x.js, -,                 401
            /,                     -,                  401
            /nothing,              -,                  401
            /hawtio/,              wrong,              401
            /hawtio/,              key-of-a-producer,  403
            /hawtio/jolokia,       key-of-a-producer,  403
            /hawtio/,              key-of-another-app, 403
            /hawtio/jolokia,       key-of-another-app, 403
            /nothing,              key-of-another-app, 404
            /hawtio/,              key-of-a-reader,    200
            /hawtio/jolokia,       key-of-a-reader,    200
            /hawtio/user,          key-of-a-reader,    200
            /hawtio/,              key-of-operations,  200
            /hawtio/camel/routes,  key-of-operations,  200
            /hawtio/nothing.js,    key-of-operations,  404
            /hawtio/WEB-INF/web.xml, key-of-operations, 404
            /hawtio/auth/login,    key-of-operations,  200
            /hawtio/proxy/http/localhost/8080/, key-of-operations, 200
            /login,                -,                  200
            /health/ready,         -,                  200
            /metrics,              -,                  200
            """)
    void aKeyWithARoleOpensTheConsole(String path, String key, int status) throws Exception {
        HttpResponse<String> response = key == null ? get(path) : get(path, "Authorization", "Bearer " + key);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        if (key != null) {
            assertThat(get(path, "Authorization", basic("anybody", key)).statusCode()).isEqualTo(status);
        }
        // Whatever the path, what a browser renders is one of the two pages, and neither lets anything foreign run.
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse("")).startsWith("default-src '").contains("frame-ancestors 'none'").doesNotContain("unsafe-eval");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().map().keySet()).noneMatch(header -> header.toLowerCase().startsWith("access-control"));
    }

    @Test
    void aBrowserIsSentToTheLoginAndBack() throws Exception {
        HttpResponse<String> away = get("/hawtio/camel/routes?nid=a&x=%22", "Accept", "text/html,*/*");
        assertThat(away.statusCode()).isEqualTo(303);
        String page = away.headers().firstValue("Location").orElseThrow();
        assertThat(page).isEqualTo("/login?to=%2Fhawtio%2Fcamel%2Froutes%3Fnid%3Da%26x%3D%2522");
        assertThat(get(page).body()).contains("<form", "value=\"/hawtio/camel/routes?nid=a&amp;x=%22\"");

        HttpResponse<String> in = login(READ, "/hawtio/");
        assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).contains("/hawtio/");
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow()).contains("; HttpOnly", "; SameSite=Strict", "Path=/").doesNotContain("Secure", READ);
        assertThat(json(get("/hawtio/user", "Cookie", cookie(in))).textValue()).isEqualTo("reader");
        assertThat(get("/hawtio/user", "Cookie", cookie(in) + "x").statusCode()).isEqualTo(401);
        assertThat(get("/hawtio/user", "Cookie", cookie(in), "Authorization", "Bearer wrong").statusCode()).as("one lock at a time").isEqualTo(401);
        assertThat(get("/hawtio/auth/logout", "Cookie", cookie(in)).statusCode()).isEqualTo(302);
        assertThat(get("/logout", "Cookie", cookie(in)).statusCode()).isEqualTo(303);
        assertThat(get("/hawtio/user", "Cookie", cookie(in)).statusCode()).isEqualTo(401);
    }

    @Test
    void theLoginLeadsNowhereElseAndRepeatsNothing() throws Exception {
        for (String to : new String[] {"//evil.example", "https://evil.example", "/\\evil.example", "/a\"><script>", "javascript:alert(1)", ""}) {
            assertThat(login(READ, to).headers().firstValue("Location")).as(to).contains("/");
        }
        HttpResponse<String> wrong = login("wrong<b>", "/hawtio/");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(wrong.body()).contains("There is no such key").doesNotContain("wrong");
        assertThat(login(SEND, "/").statusCode()).isEqualTo(403);
        assertThat(login(READ, "/", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(login(READ, "/", "Origin", "https://127.0.0.1:" + gateway.gateway().managementPort()).headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; Secure");
        assertThat(login("k".repeat(10_000), "/").statusCode()).isIn(400, 413);
    }

    @Test
    void aSessionEndsWithItsKey() throws Exception {
        add("key-that-goes", "goes", Set.of(Role.READ), Set.of());
        Awaitility.await("it is read").atMost(PATIENCE).until(() -> get("/metrics").body().contains("minipush_keys 5.0"));
        HttpResponse<String> in = login("key-that-goes", "/");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(get("/hawtio/user", "Cookie", cookie(in)).statusCode()).isEqualTo(200);
        new KeysEditor(file).remove("goes");
        Awaitility.await().atMost(PATIENCE).until(() -> get("/hawtio/user", "Cookie", cookie(in)).statusCode() == 401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"version"}                                                                                   | 200 | 200
            {"type":"list","path":"org.apache.camel"}                                                            | 200 | 200
            {"type":"search","mbean":"org.apache.camel:type=routes,*"}                                           | 200 | 200
            {"type":"read","mbean":"ROUTE","attribute":"State"}                                                  | 200 | 200
            {"type":"read","mbean":"org.apache.camel:context=HERE,type=routes,*","attribute":["State","ExchangesTotal"]} | 200 | 200
            {"type":"read","mbean":"ROUTE","config":{"ignoreErrors":true}}                                       | 200 | 200
            {"type":"read","mbean":"java.lang:type=Memory"}                                                      | 200 | 200
            {"type":"read","mbean":"ROUTE","attribute":"LastError"}                                              | 403 | 403
            {"type":"read","mbean":"CONTEXT","attribute":"GlobalOptions"}                                        | 403 | 403
            {"type":"read","mbean":"java.lang:type=Runtime","attribute":"SystemProperties"}                      | 403 | 403
            {"type":"read","mbean":"java.lang:type=Runtime","attribute":"InputArguments"}                        | 403 | 403
            {"type":"read","mbean":"java.lang:type=Runtime","attribute":["Uptime","SystemProperties"]}           | 403 | 403
            {"type":"read","mbean":"com.sun.management:type=HotSpotDiagnostic"}                                  | 403 | 403
            {"type":"read","mbean":"java.util.logging:type=Logging","attribute":"LoggerNames"}                   | 403 | 403
            {"type":"exec","mbean":"CONTEXT","operation":"dumpRoutesAsXml()"}                                    | 200 | 200
            {"type":"exec","mbean":"CONTEXT","operation":"dumpRoutesStatsAsXml","arguments":[true,true]}         | 200 | 200
            {"type":"exec","mbean":"ROUTE","operation":"suspend()"}                                              | 403 | 200
            {"type":"exec","mbean":"ROUTE","operation":"resume()"}                                               | 403 | 200
            {"type":"exec","mbean":"ROUTE","operation":"stop()"}                                                 | 403 | 200
            {"type":"exec","mbean":"ROUTE","operation":"start()"}                                                | 403 | 200
            {"type":"exec","mbean":"ROUTE","operation":"remove()"}                                               | 403 | 403
            {"type":"exec","mbean":"ROUTE","operation":"stopAndFail()"}                                          | 403 | 403
            {"type":"exec","mbean":"ROUTE","operation":"updateRouteFromXml(java.lang.String)","arguments":["<route/>"]} | 403 | 403
            {"type":"exec","mbean":"CONTEXT","operation":"stop()"}                                               | 403 | 403
            {"type":"exec","mbean":"CONTEXT","operation":"sendStringBody(java.lang.String, java.lang.String)","arguments":["direct:a","b"]} | 403 | 403
            {"type":"exec","mbean":"CONTEXT","operation":"sendBodyAndHeaders(java.lang.String, java.lang.Object, java.util.Map)","arguments":["direct:a","b",{}]} | 403 | 403
            {"type":"exec","mbean":"CONTEXT","operation":"dumpRoutesAsXml(boolean)","arguments":[true]}          | 403 | 403
            {"type":"exec","mbean":"java.lang:type=Memory","operation":"gc()"}                                   | 403 | 403
            {"type":"exec","mbean":"java.lang:type=Threading","operation":"dumpAllThreads(boolean,boolean)","arguments":[true,true]} | 403 | 403
            {"type":"exec","mbean":"com.sun.management:type=HotSpotDiagnostic","operation":"dumpHeap","arguments":["/tmp/x.hprof",false]} | 403 | 403
            {"type":"exec","mbean":"com.sun.management:type=DiagnosticCommand","operation":"vmSystemProperties"} | 403 | 403
            {"type":"exec","mbean":"java.util.logging:type=Logging","operation":"setLoggerLevel","arguments":["","ALL"]} | 403 | 403
            {"type":"exec","mbean":"jolokia:type=Config,qualifier=minipush","operation":"debugInfo"}             | 403 | 403
            {"type":"write","mbean":"ROUTE","attribute":"Tracing","value":true}                                  | 403 | 403
            {"type":"write","mbean":"CONTEXT","attribute":"Timeout","value":1}                                   | 403 | 403
            [{"type":"version"},{"type":"exec","mbean":"ROUTE","operation":"remove()"},{"type":"read","mbean":"java.lang:type=Runtime","attribute":"SystemProperties"},{"type":"write","mbean":"ROUTE","attribute":"Tracing","value":true},{"type":"read","mbean":"ROUTE","attribute":"State"}] | 200,403,403,403,200 | 200,403,403,403,200
            """)
    void jolokiaIsHeldToThePolicy(String request, String asReader, String asOperator) throws Exception {
        String json = request.replace("ROUTE", ROUTE.formatted(context)).replace("CONTEXT", CONTEXT.formatted(context)).replace("HERE", context);
        assertThat(ask(READ, json)).as(json).isEqualTo(asReader);
        assertThat(ask(OPS, json)).as(json).isEqualTo(asOperator);
    }

    @Test
    void whatIsDoneToARouteStandsInTheAudit() throws Exception {
        String bulk = "[" + Stream.of("suspend", "resume", "stop", "start").map(deed -> exec("retry-notification", deed)).collect(Collectors.joining(",")) + "]";
        assertThat(ask(READ, bulk)).isEqualTo("403,403,403,403");
        assertThat(ask(OPS, exec("no-such-route", "stop"))).isNotEqualTo("200");
        assertThat(ask(OPS, exec("retry-notification", "remove"))).isEqualTo("403");
        assertThat(ask(OPS, bulk)).isEqualTo("200,200,200,200");
        JsonNode deeds = json(gateway.get("/v1/apps/" + TestSettings.APP + "/audit", "Authorization", "Bearer " + READ)).get("deeds");
        List<String> told = new ArrayList<>();
        deeds.forEach(deed -> told.add(0, String.join(" ", deed.get("who").textValue(), deed.get("action").textValue(), deed.get("target").textValue(), deed.get("detail").textValue())));
        assertThat(told).filteredOn(deed -> !deed.contains("measure-stock")).containsExactly(
                "Hawtio (operations) suspend_route retry-notification on node 1", "Hawtio (operations) resume_route retry-notification on node 1",
                "Hawtio (operations) stop_route retry-notification on node 1", "Hawtio (operations) start_route retry-notification on node 1");
        assertThat(Duration.between(Instant.parse(deeds.get(0).get("at").textValue()), Instant.now()).abs()).isLessThan(Duration.ofMinutes(10));
    }

    private static String exec(String route, String deed) {
        return "{\"type\":\"exec\",\"mbean\":\"" + ROUTE.formatted(context).replace("measure-stock", route) + "\",\"operation\":\"" + deed + "()\"}";
    }

    @Test
    void theRoutesOfAnotherGatewayInTheSameProcessAreItsOwn() throws Exception {
        String names = post(open, JOLOKIA, "{\"type\":\"search\",\"mbean\":\"org.apache.camel:type=context,*\"}").body();
        String other = names.replaceAll("(?s).*context=([^,]+),.*", "$1");
        assertThat(other).isNotEqualTo(context);
        assertThat(ask(OPS, "{\"type\":\"exec\",\"mbean\":\"" + ROUTE.formatted(other) + "\",\"operation\":\"stop()\"}")).isEqualTo("403");
        assertThat(ask(OPS, "{\"type\":\"read\",\"mbean\":\"" + ROUTE.formatted(other) + "\",\"attribute\":\"State\"}")).isEqualTo("403");
    }

    @Test
    void aPatternShowsNoMoreThanItsParts() throws Exception {
        JsonNode names = json(post(gateway, JOLOKIA, "{\"type\":\"search\",\"mbean\":\"*:*\"}", "Authorization", "Bearer " + OPS)).get("value");
        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(name.textValue()).matches("(org\\.apache\\.camel|java\\.lang):.*"));
        JsonNode[] answers = new JsonNode[3];
        String[] questions = {"{\"type\":\"list\"}", "{\"type\":\"read\",\"mbean\":\"*:*\"}", "{\"type\":\"read\",\"mbean\":\"java.lang:*\",\"attribute\":\"SystemProperties\"}"};
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = post(gateway, JOLOKIA + "?ignoreErrors=true&maxDepth=20&includeStackTrace=true&serializeException=true", questions[i], "Authorization", "Bearer " + OPS);
            assertThat(answer.body()).doesNotContain("java.class.path", "stacktrace", "at org.jolokia");
            answers[i] = json(answer);
        }
        // The names of hidden ones come with a pattern that means them, but no value.
        JsonNode hidden = answers[1].get("value").get("com.sun.management:type=HotSpotDiagnostic");
        assertThat(hidden).isNotEmpty().allSatisfy(value -> assertThat(value.textValue()).startsWith("ERROR: "));
        assertThat(answers[0].get("value").fieldNames()).toIterable().containsExactlyInAnyOrder("org.apache.camel", "java.lang");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/hawtio/jolokia/read/java.lang:type=Memory", "/hawtio/jolokia/list", "/hawtio/jolokia?p=list", "/hawtio/jolokia/exec/java.lang:type=Memory/gc",
        "/hawtio/jolokia/?p=exec%2Fjava.lang:type=Memory%2Fgc", "/hawtio/jolokia/write/a:b=c/d/e"})
    void byAddressItTellsItsVersionOnly(String path) throws Exception {
        assertThat(get(path, "Authorization", "Bearer " + OPS).statusCode()).isEqualTo(405);
        assertThat(get(path).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "//hawtio/jolokia", "/hawtio//jolokia", "/hawtio/..;/jolokia", "/hawtio/jolokia;x=/version", "/hawtio/%2e%2e/jolokia", "/hawtio/..%2fjolokia", "/hawtio%2fjolokia",
        "/login/../hawtio/jolokia", "/login;/../hawtio/jolokia", "/login%2f..%2fhawtio/jolokia", "/health/live/..;/../hawtio/jolokia", "/hawtio/%2fetc/passwd",
        "/hawtio/jolokia/..", "/./hawtio/jolokia", "/login/%2e%2e/hawtio/", "/hawtio/static/../../web/login.html", "/hawtio/%5c..%5cjolokia", "http:hawtio", "*"})
    void noPathLeadsRoundTheLock(String path) throws Exception {
        assertThat(raw(gateway, "GET " + path + " HTTP/1.1", "Host: 127.0.0.1:PORT")).isIn(400, 401);
        assertThat(raw(gateway, "GET " + path + " HTTP/1.1", "Host: 127.0.0.1:PORT", "Authorization: Bearer " + OPS)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hawtio/%6aolokia", "/%68awtio/jolokia", "/hawtio/JOLOKIA", "/LOGIN", "/login/", "/login/x", "/logout/hawtio/"})
    void otherSpellingsOpenNothing(String path) throws Exception {
        assertThat(raw(gateway, "GET " + path + " HTTP/1.1", "Host: 127.0.0.1:PORT")).isEqualTo(401);
        assertThat(raw(gateway, "POST " + path + " HTTP/1.1", "Host: 127.0.0.1:PORT", "Content-Length: 0")).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            OPTIONS, /hawtio/jolokia, key-of-operations, 405
            HEAD,    /hawtio/jolokia/exec/a:b=c/d, key-of-operations, 405
            PUT,     /hawtio/jolokia, key-of-operations, 405
            DELETE,  /hawtio/jolokia, key-of-operations, 405
            POST,    /hawtio/index.html, key-of-operations, 405
            POST,    /hawtio/index.html, key-of-a-reader, 403
            DELETE,  /anything,       key-of-a-reader,   403
            PATCH,   /hawtio/jolokia, -,                 401
            """)
    void noMethodLeadsRoundTheLock(String method, String path, String key, int status) throws Exception {
        assertThat(raw(gateway, method + " " + path + " HTTP/1.1", "Host: 127.0.0.1:PORT", key == null ? "X: y" : "Authorization: Bearer " + key, "Content-Length: 0")).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"notification\",\"command\":\"register\"}", "{\"type\":\"NOTIFICATION\",\"command\":\"register\"}", "{\"type\":\"config\"}", "{\"type\":\"Exec\"}", "{}", "[[]]", "", "null",
        "{\"type\":\"read\",\"type\":\"notification\",\"command\":\"register\"}", "{\"type\":\"version\"}{\"type\":\"version\"}",
        "[{\"type\":\"version\"},{\"type\":\"notification\",\"command\":\"register\"}]",
        "{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\",\"target\":{\"url\":\"service:jmx:rmi:///jndi/rmi://127.0.0.1:1099/jmxrmi\"}}"})
    void otherKindsOfRequestsAreNotKnown(String request) throws Exception {
        assertThat(post(gateway, JOLOKIA, request, "Authorization", "Bearer " + OPS).statusCode()).as(request).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"version"}                                                   | 1000 | 200
            {"type":"version"}                                                   | 1001 | 400
            {"type":"list"}                                                      | 1    | 200
            {"type":"list"}                                                      | 2    | 400
            {"type":"search","mbean":"*:*"}                                      | 2    | 400
            {"type":"read","mbean":"java.lang:*"}                                | 2    | 400
            {"type":"read","mbean":"java.lang:type=Memor?"}                      | 2    | 400
            {"type":"exec","mbean":"CONTEXT","operation":"dumpRoutesAsXml()"}    | 2    | 400
            """)
    void noBulkTakesTheMemoryThatMessagesNeed(String request, int times, int status) throws Exception {
        String bulk = "[" + String.join(",", java.util.Collections.nCopies(times, request.replace("CONTEXT", CONTEXT.formatted(context)))) + "]";
        assertThat(post(gateway, JOLOKIA, bulk, "Authorization", "Bearer " + READ).statusCode()).isEqualTo(status);
    }

    @Test
    void pagesOfOthersMakeABrowserAskInVain() throws Exception {
        String version = "{\"type\":\"version\"}";
        String cookie = cookie(login(OPS, "/"));
        String own = "http://127.0.0.1:" + gateway.gateway().managementPort();
        assertThat(post(gateway, JOLOKIA, version, "Cookie", cookie, "Origin", own).statusCode()).isEqualTo(200);
        assertThat(post(gateway, JOLOKIA, version, "Cookie", cookie, "Origin", "http://127.0.0.1:1").statusCode()).isEqualTo(403);
        assertThat(post(gateway, JOLOKIA, version, "Cookie", cookie, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(post(gateway, JOLOKIA, version, "Cookie", cookie, "Referer", "http://evil.example/").statusCode()).isEqualTo(403);
        assertThat(post(gateway, JOLOKIA, version, "Cookie", cookie, "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors").statusCode()).isEqualTo(403);
        assertThat(get(JOLOKIA, "Cookie", cookie, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors").statusCode()).isEqualTo(403);
        assertThat(post(gateway, JOLOKIA, "{\"type\":\"read\",\"mbean\":\"a\"" + " ".repeat(300_000) + "}", "Cookie", cookie, "Origin", own).statusCode()).isEqualTo(413);
    }

    private static ManagementServer open(Settings settings, Keys keys, Meters meters) throws Exception {
        return ManagementServer.open(settings, keys, new GuessThrottle(keys, meters.registry()), new Readiness(), meters);
    }

    @Test
    void withoutKeysThereIsNothingOffLoopback() throws Exception {
        Settings settings = TestSettings.on(TestDatabases.create(Dialect.H2)).with("MINIPUSH_MANAGEMENT_HOST", "0.0.0.0").read();
        try (Meters meters = new Meters(); ManagementServer server = open(settings, Keys.of(Optional.empty()), meters)) {
            String address = "http://127.0.0.1:" + server.port();
            assertThat(RunningGateway.send(RunningGateway.request(URI.create(address + "/health/live")).GET()).statusCode()).isEqualTo(200);
            for (String path : new String[] {"/", "/hawtio/", JOLOKIA, "/login"}) {
                HttpResponse<String> response = RunningGateway.send(RunningGateway.request(URI.create(address + path)).GET());
                assertThat(response.statusCode()).as(path).isEqualTo(403);
                assertThat(response.body()).contains("MINIPUSH_API_KEY");
            }
        }
    }

    @Test
    void withoutKeysLoopbackIsOpenUnderItsOwnNameOnly() throws Exception {
        for (String host : new String[] {"127.0.0.1:PORT", "localhost:PORT", "[::1]:PORT"}) {
            assertThat(raw(open, "GET /hawtio/ HTTP/1.1", "Host: " + host)).isEqualTo(200);
        }
        for (String host : new String[] {"evil.example", "evil.example:PORT", "localhost.evil.example:PORT", "127.0.0.1.evil.example", "192.0.2.1:PORT", ""}) {
            assertThat(raw(open, "GET /hawtio/ HTTP/1.1", "Host: " + host)).as(host).isIn(400, 403);
            assertThat(raw(open, "GET http://127.0.0.1:PORT/hawtio/ HTTP/1.1", "Host: " + host)).as(host).isIn(400, 403);
        }
        assertThat(raw(open, "GET /hawtio/ HTTP/1.0")).isIn(400, 403);
        assertThat(raw(open, "GET /health/live HTTP/1.1", "Host: evil.example")).as("probes may use any name").isEqualTo(200);
        assertThat(post(open, JOLOKIA, "{\"type\":\"version\"}", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(post(open, JOLOKIA, "{\"type\":\"version\"}").statusCode()).isEqualTo(200);
        assertThat(json(open.getManagement("/hawtio/user")).textValue()).isEqualTo("loopback");
        assertThat(open.getManagement("/login").statusCode()).isEqualTo(302);
    }
}
