package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.storage.Dialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationsIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    private static final String GOOD = """
            {"touser": "oUser-1", "template_id": "TEMPLATE", "reference": "订单 42", "emphasis_keyword": "keyword1.DATA",
             "data": {"keyword2": {"value": "二\\n😀\\""}, "keyword1": {"value": "1"}}}""";

    private static String good(String touser) {
        return "{\"touser\": \"" + touser + "\", \"template_id\": \"T\", \"data\": {\"keyword1\": {\"value\": \"1\"}}}";
    }

    @ParameterizedTest
    @EnumSource
    void acceptedMeansCommittedAndDueAtOnce(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        long before = gateway.count("SELECT sum(taken_in) FROM book_entry");
        var response = gateway.post(NOTIFICATIONS, GOOD);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        JsonNode answer = json(response);
        String id = answer.get("id").textValue();
        assertThat(id).matches("[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(response.headers().firstValue("Location")).contains("/v1/notifications/" + id);
        assertThat(answer.get("state").textValue()).isEqualTo("accepted");
        assertThat(answer.get("app_id").textValue()).isEqualTo(APP);
        assertThat(answer.get("reference").textValue()).isEqualTo("订单 42");

        String row = " FROM notification WHERE id = '" + id + "'";
        assertThat(gateway.query("SELECT message" + row))
                .as("as the platform wants it: raw UTF-8, keys in the producer's order")
                .isEqualTo("{\"page\":\"index\",\"data\":{\"keyword2\":{\"value\":\"二\\n😀\\\"\"},\"keyword1\":{\"value\":\"1\"}},\"emphasis_keyword\":\"keyword1.DATA\"}");
        assertThat(gateway.query("SELECT due_at" + row)).isEqualTo(gateway.query("SELECT created_at" + row));
        assertThat(gateway.query("SELECT on_no_credit" + row)).isEqualTo("wait");
        assertThat(gateway.count("SELECT sum(taken_in) FROM book_entry")).isEqualTo(before + 1);

        JsonNode resource = json(gateway.get("/v1/notifications/" + id));
        assertThat(resource.get("created_at")).isEqualTo(answer.get("created_at"));
        assertThat(resource.get("touser").textValue()).isEqualTo("oUser-1");
        assertThat(resource.get("sent_at").isNull()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void oneBadItemOfAnArrayDoesNotSpoilTheOthers(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        long entries = gateway.count("SELECT count(*) FROM book_entry");
        var response = gateway.post(NOTIFICATIONS, "[" + good("a") + ", {\"touser\": \"b\"}, 7, " + good("c").replace("}}}", "}}, \"channel\": \"letter\"}")
                + ", " + good("d") + "]");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        JsonNode answer = json(response);
        assertThat(answer.get("accepted").intValue()).isEqualTo(2);
        assertThat(answer.get("ids")).extracting(JsonNode::isNull).containsExactly(false, true, true, true, false);
        assertThat(answer.get("rejected")).extracting(r -> r.get("index").intValue() + " " + r.get("reason").textValue())
                .containsExactly("1 invalid", "2 invalid", "3 invalid");
        assertThat(answer.at("/rejected/0/errors/0/pointer").textValue()).isEqualTo("/template_id");
        assertThat(gateway.query("SELECT touser FROM notification WHERE id = '" + answer.at("/ids/4").textValue() + "'")).isEqualTo("d");
        assertThat(gateway.count("SELECT count(*) FROM book_entry")).as("one entry for the commit").isEqualTo(entries + 1);
    }

    @ParameterizedTest
    @EnumSource
    void aLineThatIsNotJsonIsRejectedAndTheRestGoesOn(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String body = good("a") + "\r\n\n{\"touser\": \n" + good("b");
        var response = gateway.post(NOTIFICATIONS, body.getBytes(StandardCharsets.UTF_8), "application/x-ndjson; charset=UTF-8");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(json(response).get("accepted").intValue()).isEqualTo(2);
        assertThat(json(response).at("/rejected/0/index").intValue()).isEqualTo(1);
        assertThat(json(response).at("/rejected/0/reason").textValue()).isEqualTo("not_json");
    }

    @ParameterizedTest
    @EnumSource
    void tenThousandAreOneCommit(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String user = "oMany-" + UUID.randomUUID();
        String body = IntStream.range(0, 10_000).mapToObj(i -> good(user)).collect(Collectors.joining("\n"));
        var response = gateway.post(NOTIFICATIONS, body.getBytes(StandardCharsets.UTF_8), "application/x-ndjson");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).get("accepted").intValue()).isEqualTo(10_000);
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = '" + user + "'")).isEqualTo(10_000);
        assertThat(gateway.post(NOTIFICATIONS, (body + "\n{}").getBytes(StandardCharsets.UTF_8), "application/x-ndjson").statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @EnumSource
    void oneKeyIsOneNotificationHoweverManyAskAtTheSameTime(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        for (int round = 0; round < 5; round++) {
            String key = UUID.randomUUID().toString();
            String user = "oSame-" + key;
            List<HttpResponse<String>> answers = atTheSameTime(20, () -> gateway.post(NOTIFICATIONS, good(user), "Idempotency-Key", key));
            assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202));
            assertThat(answers).extracting(answer -> json(answer).get("id").textValue()).containsOnly(json(answers.get(0)).get("id").textValue());
            assertThat(answers).extracting(answer -> json(answer).get("created_at")).containsOnly(json(answers.get(0)).get("created_at"));
            assertThat(answers.stream().filter(answer -> answer.headers().firstValue("Idempotency-Replayed").isEmpty())).hasSize(1);
            assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = '" + user + "'")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyReplaysWhatMeansTheSameAndRefusesWhatDoesNot(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String key = UUID.randomUUID().toString();
        String list = "[" + good("a") + ",{}," + good("b") + "]";
        var first = gateway.post(NOTIFICATIONS, list, "Idempotency-Key", key);
        var reordered = gateway.post(NOTIFICATIONS,
                list.replace("{\"touser\": \"a\", \"template_id\": \"T\",", "{\"template_id\":\"T\",  \"touser\":\"\\u0061\","), "Idempotency-Key", key);
        assertThat(reordered.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(json(reordered)).isEqualTo(json(first));
        var other = gateway.post(NOTIFICATIONS, good("a"), "Idempotency-Key", key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).get("reason").textValue()).isEqualTo("idempotency_key_reused");

        String unused = UUID.randomUUID().toString();
        assertThat(gateway.post(NOTIFICATIONS, "{}", "Idempotency-Key", unused).statusCode()).as("what was refused takes no key").isEqualTo(422);
        assertThat(gateway.post(NOTIFICATIONS, good("a"), "Idempotency-Key", unused).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyReplaysEvenWhenTheMessageHasExpiredSince(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String key = UUID.randomUUID().toString();
        String soon;
        HttpResponse<String> first;
        int seconds = 1;
        do {
            // On a busy machine it may be over before it has arrived.
            soon = good("a").replace("}}}", "}}, \"expires_at\": \"" + Instant.now().plusSeconds(seconds) + "\"}");
            first = gateway.post(NOTIFICATIONS, soon, "Idempotency-Key", key);
            seconds *= 2;
        } while (first.statusCode() != 202 && seconds < 100);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        String over = soon;
        Awaitility.await().atMost(LONG).until(() -> gateway.post(NOTIFICATIONS, over).statusCode() == 422);
        var again = gateway.post(NOTIFICATIONS, soon, "Idempotency-Key", key);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
        assertThat(json(again).get("id")).isEqualTo(json(first).get("id"));
    }

    @ParameterizedTest
    @EnumSource
    void aProducerThatWaitsLearnsTheEndWhicheverNodeBringsIt(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String user = "oWait-" + UUID.randomUUID();
        ExecutorService producer = Executors.newSingleThreadExecutor();
        try {
            Future<HttpResponse<String>> answer = producer.submit(() -> gateway.post(NOTIFICATIONS, good(user), "Prefer", "respond-async, wait=20"));
            Awaitility.await().atMost(LONG).until(() -> gateway.update(
                    "UPDATE notification SET state = 'sent', evidence = 'answer', due_at = NULL WHERE touser = '" + user + "'") == 1);
            assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
            assertThat(json(answer.get()).get("state").textValue()).isEqualTo("sent");
            assertThat(json(answer.get()).get("evidence").textValue()).isEqualTo("answer");
            assertThat(answer.get().headers().firstValue("Preference-Applied")).contains("wait=20");
            assertThat(answer.get().headers().firstValue("Location")).isPresent();
        } finally {
            producer.shutdownNow();
        }
        var impatient = gateway.post(NOTIFICATIONS, good(user), "Prefer", "wait=1");
        assertThat(impatient.statusCode()).isEqualTo(202);
        assertThat(json(impatient).get("state").textValue()).isEqualTo("accepted");
    }

    @Test
    void theSixtyFifthThatWouldWaitIsAnsweredAtOnce() throws Exception {
        try (RunningGateway gateway = RunningGateway.on(Dialect.H2)) {
            gateway.holdSender();
            ExecutorService producers = Executors.newFixedThreadPool(64);
            try {
                List<Future<HttpResponse<String>>> waiting = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    waiting.add(producers.submit(() -> gateway.post(NOTIFICATIONS, good("a"), "Prefer", "wait=25")));
                }
                Awaitility.await().atMost(LONG).until(() -> gateway.count("SELECT count(*) FROM notification") == 64);
                Awaitility.await().atMost(LONG).untilAsserted(() -> {
                    var one = gateway.post(NOTIFICATIONS, good("b"), "Prefer", "wait=1");
                    assertThat(one.statusCode()).isEqualTo(202);
                    assertThat(one.headers().firstValue("Preference-Applied")).isEmpty();
                });
                assertThat(waiting).noneMatch(Future::isDone);
                gateway.update("UPDATE notification SET state = 'failed', due_at = NULL");
                for (Future<HttpResponse<String>> one : waiting) {
                    assertThat(one.get().statusCode()).isEqualTo(200);
                }
            } finally {
                producers.shutdownNow();
            }
        }
    }

    @Test
    void whoeverWaitsWhenTheGatewayStopsIsToldThatItIsAccepted() throws Exception {
        ExecutorService producer = Executors.newSingleThreadExecutor();
        try {
            Future<HttpResponse<String>> answer;
            try (RunningGateway gateway = RunningGateway.on(Dialect.H2)) {
                gateway.holdSender();
                answer = producer.submit(() -> gateway.post(NOTIFICATIONS, good("a"), "Prefer", "wait=25"));
                Awaitility.await().atMost(LONG).until(() -> gateway.count("SELECT count(*) FROM notification") == 1);
            }
            assertThat(answer.get().statusCode()).isEqualTo(202);
        } finally {
            producer.shutdownNow();
        }
    }

    @Test
    void whatIsBeingStoredWhenTheGatewayStopsIsAnswered() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(2);
        try (RunningGateway gateway = RunningGateway.on(Dialect.POSTGRESQL); Connection operator = gateway.connect()) {
            operator.setAutoCommit(false);
            operator.createStatement().execute("LOCK TABLE notification IN ACCESS EXCLUSIVE MODE");
            Future<HttpResponse<String>> answer = others.submit(() -> gateway.post(NOTIFICATIONS, good("a")));
            Awaitility.await().atMost(LONG).until(() -> gateway.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO notification (%'") == 1);
            URI api = gateway.api("/");
            Future<?> stop = others.submit(gateway::close);
            // Its connection is silent for longer than an idle one may be at a stop.
            Awaitility.await().atMost(LONG).pollDelay(Duration.ofMillis(700)).until(() -> isClosed(api));
            operator.rollback();
            assertThat(answer.get().statusCode()).isEqualTo(202);
            stop.get();
        } finally {
            others.shutdownNow();
        }
    }

    private static boolean isClosed(URI address) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }

    static <T> List<T> atTheSameTime(int threads, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
