package io.minipush.web;

import static io.minipush.web.RunningGateway.FORM_IDS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.minipush.TestSettings;
import io.minipush.credit.Purse;
import io.minipush.storage.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodeExchangeIT {

    private static final String CODE = "c0de-of-a-login";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer platform;
    /** On H2; what is asked of it leaves nothing behind. */
    private RunningGateway untouched;
    private volatile int status;
    private volatile String answer;
    private volatile Runnable meanwhile;

    @BeforeAll
    void start() throws Exception {
        platform = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        platform.setExecutor(threads);
        platform.createContext("/", this::answer);
        platform.start();
        untouched = gateway(Dialect.H2);
    }

    @AfterAll
    void stop() {
        untouched.close();
        platform.stop(0);
        threads.shutdownNow();
    }

    @BeforeEach
    void anOrdinaryDay() {
        asked.clear();
        headers.clear();
        status = 200;
        answer = "{\"openid\":\"oFromCode\",\"session_key\":\"K\"}";
        meanwhile = () -> { };
        log.list.clear();
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
    }

    @AfterEach
    void nothingPrivateWasLogged() {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains(CODE) || line.contains(TestSettings.SECRET));
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/sns/jscode2session")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            headers.addAll(exchange.getRequestHeaders().keySet());
            meanwhile.run();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.getResponseHeaders().add("X-Platform", "1");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private RunningGateway gateway(Dialect dialect) throws Exception {
        return RunningGateway.on(dialect, "MINIPUSH_WECHAT_URL", "http://127.0.0.1:" + platform.getAddress().getPort());
    }

    private static String coded(String formId) {
        return "{\"code\": \"" + CODE + "\", \"form_id\": \"" + formId + "\"}";
    }

    @ParameterizedTest
    @EnumSource
    void theCodeTellsTheOwnerAndIsSpentOnlyOnce(Dialect dialect) throws Exception {
        try (RunningGateway gateway = gateway(dialect)) {
            meanwhile = () -> connectionsInUse(gateway);
            var first = gateway.post(FORM_IDS, coded("F1"));
            assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
            assertThat(gateway.query("SELECT openid FROM credit WHERE form_id = 'F1'")).isEqualTo("oFromCode");
            assertThat(asked).containsExactly("GET /sns/jscode2session?appid=" + RunningGateway.APP + "&secret=" + TestSettings.SECRET + "&js_code=" + CODE
                    + "&grant_type=authorization_code");
            assertThat(headers).as("nothing of the request goes on to the platform").isSubsetOf("Host", "Connection", "User-agent", "Accept-encoding", "Upgrade");
            assertThat(inUse).as("no connection is held during a call to the platform").isZero();

            var again = gateway.post(FORM_IDS, coded("F1"));
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.body()).isEqualTo("{\"stored\":0,\"duplicate\":1,\"rejected\":[]}");
            assertThat(asked).as("a known formId does not need its code").hasSize(1);
            assertThat(again.headers().firstValue("X-Platform")).isEmpty();
        }
    }

    @Test
    void aCodeStandsForTheOwnerOfSubscriptionsToo() throws Exception {
        try (RunningGateway gateway = gateway(Dialect.H2)) {
            meanwhile = () -> connectionsInUse(gateway);
            String subscriptions = "/v1/apps/" + RunningGateway.APP + "/subscriptions";
            String answered = "{\"code\": \"" + CODE + "\", \"accepted\": [\"A\", \"A\"], \"event_id\": \"e1\"}";
            var first = gateway.post(subscriptions, answered);
            assertThat(first.body()).isEqualTo("{\"stored\":2,\"duplicate\":0,\"revoked\":0}");
            assertThat(gateway.count("SELECT count(*) FROM credit WHERE purse = '" + Purse.of("oFromCode", "A") + "' AND openid = 'oFromCode'")).isEqualTo(2);
            assertThat(inUse).as("no connection is held during a call to the platform").isZero();
            assertThat(gateway.post(subscriptions, answered).body()).isEqualTo("{\"stored\":0,\"duplicate\":2,\"revoked\":0}");
            assertThat(asked).as("a known event does not need its code").hasSize(1);

            gateway.update("UPDATE credit SET collected_at = collected_at - INTERVAL '1' MINUTE");
            var more = gateway.post(subscriptions, answered.replace("\"event_id\"", "\"rejected\": [\"A\"], \"event_id\""));
            assertThat(more.body()).as("not all of it is known").isEqualTo("{\"stored\":0,\"duplicate\":2,\"revoked\":2}");
            assertThat(asked).hasSize(2);

            answer = "{\"errcode\":40163,\"errmsg\":\"code been used\"}";
            var spent = gateway.post(subscriptions, answered.replace("e1", "e2"));
            assertThat(spent.statusCode()).isEqualTo(422);
            assertThat(json(spent).get("reason").textValue()).isEqualTo("code_used");
            assertThat(gateway.count("SELECT count(*) FROM credit")).as("nothing is left behind").isZero();
        }
    }

    private volatile double inUse = -1;

    private void connectionsInUse(RunningGateway gateway) {
        try {
            // The heartbeat has one for a moment each second.
            org.awaitility.Awaitility.await().untilAsserted(() -> {
                inUse = Double.parseDouble(gateway.getManagement("/metrics").body().lines()
                        .filter(line -> line.startsWith("hikaricp_connections_active")).findFirst().orElseThrow().split(" ")[1]);
                assertThat(inUse).isZero();
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "200 | {\"errcode\":40029,\"errmsg\":\"invalid code\"}       | 422 | invalid_code",
        "200 | {\"errcode\":40163,\"errmsg\":\"code been used\"}     | 422 | code_used",
        "200 | {\"errcode\":40226,\"errmsg\":\"code blocked\"}       | 422 | user_blocked",
        "200 | {\"errcode\":-1,\"errmsg\":\"system error\"}          | 503 | 5",
        "200 | {\"errcode\":45011,\"errmsg\":\"api minute-quota\"}   | 503 | 60",
        "200 | {\"errcode\":40125,\"errmsg\":\"invalid appsecret\"}  | 503 | 60",
        "200 | {\"session_key\":\"K\"}                               | 503 | 5",
        "200 | <html>                                                | 503 | 5",
        "502 | {\"openid\":\"oFromCode\"}                            | 503 | 5"})
    void whatThePlatformAnswersDecides(int platformStatus, String platformAnswer, int expected, String reasonOrWait) throws Exception {
        status = platformStatus;
        answer = platformAnswer;
        var response = untouched.post(FORM_IDS, coded("F-" + UUID.randomUUID()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
        if (expected == 422) {
            assertThat(json(response).get("reason").textValue()).isEqualTo(reasonOrWait);
        } else {
            assertThat(response.headers().firstValue("Retry-After")).contains(reasonOrWait);
        }
        assertThat(response.body()).doesNotContain(CODE, TestSettings.SECRET, "127.0.0.1");
        assertThat(asked).hasSize(1);
        assertThat(untouched.count("SELECT count(*) FROM form_id_seen")).as("nothing is left behind").isZero();
    }

    @Test
    void aPlatformThatDoesNotAnswerIsA503() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        meanwhile = () -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        String url = "http://127.0.0.1:" + platform.getAddress().getPort();
        try (RunningGateway gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_WECHAT_URL", url, "MINIPUSH_RESPONSE_TIMEOUT", "1s")) {
            assertUnavailable(gateway);
            assertThat(asked).hasSize(1);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aPlatformThatCannotBeReachedIsA503() throws Exception {
        try (RunningGateway gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_WECHAT_URL", "http://127.0.0.1:9")) {
            assertUnavailable(gateway);
        }
    }

    private static void assertUnavailable(RunningGateway gateway) throws Exception {
        var response = gateway.post(FORM_IDS, coded("F1"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
    }
}
