package io.minipush.hands;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.FORM_IDS;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verbs of operators on each database. Nothing is sent here; the states are put into the tables. */
class HandsIT {

    private static final Map<Dialect, RunningGateway> GATEWAYS = new EnumMap<>(Dialect.class);

    private static RunningGateway on(Dialect dialect) throws Exception {
        if (!GATEWAYS.containsKey(dialect)) {
            RunningGateway gateway = RunningGateway.on(dialect);
            gateway.holdSender();
            GATEWAYS.put(dialect, gateway);
        }
        return GATEWAYS.get(dialect);
    }

    @AfterAll
    static void stop() {
        GATEWAYS.values().forEach(RunningGateway::close);
    }

    @ParameterizedTest
    @EnumSource
    void cancelEndsWhatHasNotLeftAndRefusesTheRest(Dialect dialect) throws Exception {
        RunningGateway gateway = on(dialect);
        String user = user();
        double counted = cancelled(gateway);
        String accepted = accept(gateway, user, 1).get(0);
        var answer = gateway.post("/v1/notifications/" + accepted + "/cancel", "{}", "Minipush-Operator", "alice");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).get("state").textValue()).isEqualTo("cancelled");
        assertRow(gateway, accepted, "due_at IS NULL AND ended_at IS NOT NULL AND wait_key IS NULL AND node_id IS NULL");
        assertThat(cancel(gateway, accepted).statusCode()).as("again").isEqualTo(200);
        assertThat(audit(gateway, accepted)).containsExactly("alice (loopback) cancel was accepted");

        String waiting = put(gateway, user, "state = 'waiting', due_at = expires_at, wait_key = touser");
        assertThat(cancel(gateway, waiting).statusCode()).isEqualTo(200);
        assertRow(gateway, waiting, "due_at IS NULL AND wait_key IS NULL");

        String uncertain = put(gateway, user, tied("uncertain", "sender_died", 100));
        assertThat(cancel(gateway, uncertain).statusCode()).isEqualTo(200);
        assertRow(gateway, uncertain, "form_id IS NULL AND doubt = false");
        assertBooks(gateway);

        for (String state : List.of("sending", "sent", "failed", "expired")) {
            String id = put(gateway, user, "state = '" + state + "', due_at = NULL");
            var refused = cancel(gateway, id);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(json(refused).get("reason").textValue()).isEqualTo(state);
            assertThat(audit(gateway, id)).isEmpty();
        }
        String doubtful = put(gateway, user, tied("accepted", null, 100).replace("due_at = NULL", "due_at = created_at"));
        assertThat(cancel(gateway, doubtful).statusCode()).as("in doubt").isEqualTo(409);
        assertThat(cancel(gateway, "01ARZ3NDEKTSV4RRFFQ69G5FAV").statusCode()).isEqualTo(404);
        assertThat(cancelled(gateway)).as("ends that the metrics count").isEqualTo(counted + 3);
        assertBooks(gateway);
    }

    @ParameterizedTest
    @EnumSource
    void retryMakesDueAgainOnceAndKeepsTheCreditThatCanProveSomething(Dialect dialect) throws Exception {
        RunningGateway gateway = on(dialect);
        String user = user();
        String failed = put(gateway, user, "state = 'failed', errcode = 40037, reason = 'refused_by_platform', setbacks = 3, refused = 2, due_at = NULL, ended_at = created_at");
        var answer = retry(gateway, failed, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).get("state").textValue()).isEqualTo("accepted");
        assertThat(json(answer).get("errcode").isNull()).isTrue();
        assertRow(gateway, failed, "due_at = updated_at AND ended_at IS NULL AND setbacks = 0 AND refused = 0 AND expires_at > due_at");
        Object due = gateway.query("SELECT due_at FROM notification WHERE id = '" + failed + "'");
        assertThat(retry(gateway, failed, "{}").statusCode()).as("again").isEqualTo(200);
        assertThat(gateway.query("SELECT due_at FROM notification WHERE id = '" + failed + "'")).isEqualTo(due);
        assertThat(audit(gateway, failed)).containsExactly("loopback retry was failed");

        String inDoubt = put(gateway, user, tied("failed", "refused_by_platform", 100) + ", ended_at = created_at");
        assertThat(retry(gateway, inDoubt, "").statusCode()).isEqualTo(200);
        assertRow(gateway, inDoubt, "form_id IS NOT NULL AND doubt = true AND state = 'accepted'");
        String provable = put(gateway, user, tied("uncertain", "expired_in_doubt", 100));
        retry(gateway, provable, "");
        assertRow(gateway, provable, "form_id IS NOT NULL AND doubt = true AND state = 'accepted'");
        String decided = put(gateway, user, tied("uncertain", "sender_died", 100));
        retry(gateway, decided, "{\"expires_at\":\"" + java.time.Instant.now().plusSeconds(86_400) + "\"}");
        assertRow(gateway, decided, "form_id IS NULL AND doubt = false AND state = 'accepted'");
        String expired = put(gateway, user, "state = 'expired', due_at = NULL, ended_at = created_at, expires_at = created_at");
        retry(gateway, expired, "");
        assertRow(gateway, expired, "expires_at > due_at AND state = 'accepted'");

        for (String state : List.of("sent", "cancelled")) {
            String id = put(gateway, user, "state = '" + state + "', due_at = NULL");
            assertThat(retry(gateway, id, "").statusCode()).isEqualTo(409);
        }
        assertThat(retry(gateway, expired, "{\"expires_at\":\"2001-01-01T00:00:00Z\"}").statusCode()).isEqualTo(422);
        assertThat(retry(gateway, expired, "{\"send_at\":\"2099-01-01T00:00:00Z\"}").statusCode()).isEqualTo(422);
        assertBooks(gateway);
    }

    @ParameterizedTest
    @EnumSource
    void twoOperatorsAtOnceRetryEachOfManyOnce(Dialect dialect) throws Exception {
        RunningGateway gateway = on(dialect);
        String user = user();
        int many = dialect == Dialect.POSTGRESQL ? 5000 : 1500;
        accept(gateway, user, many);
        gateway.update("UPDATE notification SET state = 'failed', due_at = NULL, ended_at = created_at, errcode = 40037 WHERE touser = '" + user + "'");
        List<String> others = accept(gateway, user, 200);
        gateway.update("UPDATE notification SET state = 'failed', due_at = NULL, ended_at = created_at, errcode = 41030 WHERE touser = '" + user + "' AND state = 'accepted'");
        long audited = gateway.count("SELECT count(*) FROM audit");

        List<HttpResponse<String>> answers = atTheSameTime(2, () -> gateway.post(NOTIFICATIONS + "/retry", "{\"state\":\"failed\",\"errcode\":40037}"));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
        assertThat(answers.stream().mapToLong(answer -> retried(answer)).sum()).isEqualTo(many);
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = '" + user + "' AND state = 'accepted' AND due_at = updated_at")).isEqualTo(many);
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = '" + user + "' AND state = 'failed'")).isEqualTo(others.size());
        assertThat(gateway.count("SELECT count(*) FROM audit")).as("a line for each commit that did something").isBetween(audited + many / 500, audited + 2 * many / 500 + 2);
        assertThat(retried(gateway.post(NOTIFICATIONS + "/retry", "{\"state\":\"failed\",\"errcode\":40037}"))).isZero();
        assertThat(gateway.post(NOTIFICATIONS + "/retry", "{\"errcode\":40037}").statusCode()).isEqualTo(422);
        assertThat(gateway.post(NOTIFICATIONS + "/retry", "{\"state\":\"sent\"}").statusCode()).isEqualTo(422);
        assertBooks(gateway);
    }

    @ParameterizedTest
    @EnumSource
    void aListPagesThroughEverythingOnceTheNewestFirst(Dialect dialect) throws Exception {
        RunningGateway gateway = on(dialect);
        String user = user();
        List<String> ids = new ArrayList<>(accept(gateway, user, 2500));
        ids.sort(java.util.Comparator.reverseOrder());
        String some = ids.stream().filter(id -> ids.indexOf(id) % 100 == 7).map(id -> "'" + id + "'").collect(Collectors.joining(","));
        gateway.update("UPDATE notification SET state = 'failed', due_at = NULL, ended_at = created_at, errcode = 41030 WHERE id IN (" + some + ")");
        gateway.update("UPDATE notification SET reference = 'order " + user + "' WHERE id = '" + ids.get(3) + "'");

        assertThat(pages(gateway, "openid=" + user + "&limit=500")).isEqualTo(ids);
        assertThat(pages(gateway, "limit=500")).containsSubsequence(ids.subList(0, 600)).doesNotHaveDuplicates();
        assertThat(pages(gateway, "openid=" + user + "&errcode=41030&limit=20")).as("sifted").hasSize(25).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(pages(gateway, "state=failed&openid=" + user)).hasSize(25);
        assertThat(pages(gateway, "reference=" + URLEncoder.encode("order " + user, StandardCharsets.UTF_8))).containsExactly(ids.get(3));
        assertThat(pages(gateway, "reference=" + URLEncoder.encode("ORDER " + user + " ", StandardCharsets.UTF_8))).isEmpty();
        assertThat(json(gateway.get(NOTIFICATIONS + "?openid=" + user)).get("notifications")).hasSize(50);
        for (String wrong : List.of("state=gone", "limit=0", "limit=501", "limit=x", "cursor=!", "cursor=MTIz", "stat=failed", "errcode=1.5", "openid=%20")) {
            var refused = gateway.get(NOTIFICATIONS + "?" + wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(422);
            assertThat(json(refused).at("/errors/0/pointer").textValue()).isEqualTo("/" + wrong.substring(0, wrong.indexOf('=')));
        }
        assertThat(gateway.get(NOTIFICATIONS + "?limit=1&limit=2").statusCode()).isEqualTo(400);
        assertThat(json(gateway.get(NOTIFICATIONS + "?openid=" + user, "state", "failed")).get("notifications")).as("a header is no parameter").hasSize(50);
    }

    @ParameterizedTest
    @EnumSource
    void anAppAndATemplateAreHeldAndLetGoOnceEach(Dialect dialect) throws Exception {
        RunningGateway gateway = on(dialect);
        String app = "/v1/apps/" + APP;
        String template = "T-" + UUID.randomUUID();
        long before = gateway.count("SELECT count(*) FROM audit");
        for (int i = 0; i < 2; i++) {
            assertThat(json(gateway.post(app + "/pause", "{}")).get("paused_at").isNull()).isFalse();
            assertThat(json(gateway.post(app + "/templates/" + template + "/hold", "{}")).get("held_templates")).extracting(JsonNode::textValue).contains(template);
        }
        assertThat(gateway.count("SELECT count(*) FROM audit")).isEqualTo(before + 2);
        JsonNode resumed = json(gateway.post(app + "/resume", new byte[0], null));
        assertThat(resumed.get("paused_at").isNull()).isTrue();
        assertThat(gateway.count("SELECT count(*) FROM app WHERE hold_until > TIMESTAMP '2098-01-01 00:00:00'")).as("its rest is over too").isZero();
        gateway.post(app + "/resume", "{}");
        for (int i = 0; i < 2; i++) {
            assertThat(json(gateway.post(app + "/templates/" + template + "/release", "{}")).get("held_templates")).extracting(JsonNode::textValue).doesNotContain(template);
        }
        assertThat(gateway.count("SELECT count(*) FROM audit")).isEqualTo(before + 4);
        assertThat(gateway.count("SELECT count(*) FROM template_hold WHERE hold_key = '" + template + "' AND released_at IS NULL")).isZero();
        gateway.update("UPDATE app SET quota_day = DATE '2001-01-01', quota_used = 7");
        JsonNode status = json(gateway.get(app));
        assertThat(status.get("quota_used").intValue()).as("of another day").isZero();
        assertThat(status.get("daily_budget").intValue()).isEqualTo(1_000_000);
        assertThat(json(gateway.get("/v1/apps")).at("/apps/0")).isEqualTo(status);
        JsonNode deeds = json(gateway.get(app + "/audit?limit=4"));
        assertThat(deeds.get("deeds")).extracting(deed -> deed.get("action").textValue()).containsExactly("release", "resume", "hold", "pause");
        assertThat(deeds.at("/deeds/0/target").textValue()).isEqualTo(template);
        assertThat(deeds.get("next_cursor").isNull()).isEqualTo(before == 0);
        assertThat(gateway.post(app + "/pause", "{\"until\":1}").statusCode()).isEqualTo(422);
        assertThat(gateway.post(app + "/pause?x=1", "{}").statusCode()).isEqualTo(422);
        assertThat(gateway.post("/v1/apps/wxOther/pause", "{}").statusCode()).isEqualTo(404);
        gateway.holdSender();
    }

    @ParameterizedTest
    @EnumSource
    void theReachOfAListCountsWhatCouldBeReservedNow(Dialect dialect) throws Exception {
        RunningGateway gateway = on(dialect);
        String user = user();
        List<String> users = IntStream.range(0, 1200).mapToObj(i -> user + "-" + i).toList();
        for (int from = 0; from < 600; from += 300) {
            gateway.post(FORM_IDS, users.subList(from, from + 300).stream()
                    .map(one -> "{\"openid\":\"" + one + "\",\"form_id\":\"F" + one + "\"},{\"openid\":\"" + one + "\",\"form_id\":\"G" + one + "\"}")
                    .collect(Collectors.joining(",", "[", "]")));
        }
        String list = users.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(","));
        JsonNode reach = json(gateway.post(FORM_IDS + "/stock", "{\"openids\":[" + list + ",\"" + users.get(0) + "\"]}"));
        assertThat(reach.get("asked").intValue()).isEqualTo(1200);
        assertThat(reach.get("reachable").intValue()).isEqualTo(600);
        assertThat(reach.get("users").get(users.get(0)).intValue()).isEqualTo(2);
        assertThat(reach.get("users").get(users.get(1199)).intValue()).isZero();
        assertThat(gateway.post(FORM_IDS + "/stock", "{\"openids\":[]}").statusCode()).isEqualTo(422);
        assertThat(gateway.post(FORM_IDS + "/stock", "{\"openids\":[1,\"\"]}").statusCode()).isEqualTo(422);
        assertBooks(gateway);
    }

    private static String user() {
        return "o" + UUID.randomUUID();
    }

    private static List<String> accept(RunningGateway gateway, String user, int count) throws Exception {
        String one = "{\"touser\":\"" + user + "\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";
        JsonNode answer = json(gateway.post(NOTIFICATIONS, IntStream.range(0, count).mapToObj(i -> one).collect(Collectors.joining(",", "[", "]"))));
        List<String> ids = new ArrayList<>();
        answer.get("ids").forEach(id -> ids.add(id.textValue()));
        assertThat(ids).hasSize(count);
        return ids;
    }

    /** A notification as it would stand in the table. A credit on it was collected, says the book. */
    private static String put(RunningGateway gateway, String user, String columns) throws Exception {
        String id = accept(gateway, user, 1).get(0);
        gateway.update("UPDATE notification SET " + columns.replace("ID", id) + " WHERE id = '" + id + "'");
        if (columns.contains("form_id")) {
            gateway.update("INSERT INTO book_entry (app_id, collected) VALUES ('" + APP + "', 1)");
        }
        return id;
    }

    private static String tied(String state, String reason, int hours) {
        String end = java.time.LocalDateTime.now(java.time.ZoneOffset.UTC).plusHours(hours).withNano(0).toString().replace('T', ' ');
        return "state = '" + state + "', reason = " + (reason == null ? "NULL" : "'" + reason + "'") + ", due_at = NULL, doubt = true, form_id = 'ID', form_use_no = 1,"
                + " form_kind = 'form', form_collected_at = created_at, form_expires_at = TIMESTAMP '" + (end.length() == 16 ? end + ":00" : end) + "', form_freed = false";
    }

    private static HttpResponse<String> cancel(RunningGateway gateway, String id) throws Exception {
        return gateway.post("/v1/notifications/" + id + "/cancel", new byte[0], null);
    }

    private static HttpResponse<String> retry(RunningGateway gateway, String id, String body) throws Exception {
        return gateway.post("/v1/notifications/" + id + "/retry", body.getBytes(StandardCharsets.UTF_8), body.isEmpty() ? null : "application/json");
    }

    private static long retried(HttpResponse<String> answer) {
        try {
            return json(answer).get("retried").longValue();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> pages(RunningGateway gateway, String query) throws Exception {
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            var answer = gateway.get(NOTIFICATIONS + "?" + query + (cursor == null ? "" : "&cursor=" + cursor));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            json(answer).get("notifications").forEach(one -> ids.add(one.get("id").textValue()));
            cursor = json(answer).get("next_cursor").textValue();
        } while (cursor != null);
        return ids;
    }

    private static void assertRow(RunningGateway gateway, String id, String holds) throws Exception {
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE id = '" + id + "' AND " + holds)).as(holds).isEqualTo(1);
    }

    private static List<String> audit(RunningGateway gateway, String target) throws Exception {
        List<String> deeds = new ArrayList<>();
        json(gateway.get("/v1/apps/" + APP + "/audit?limit=500")).get("deeds").forEach(deed -> {
            if (target.equals(deed.get("target").textValue())) {
                deeds.add(deed.get("who").textValue() + " " + deed.get("action").textValue() + " " + deed.get("detail").textValue());
            }
        });
        return deeds;
    }

    private static void assertBooks(RunningGateway gateway) throws Exception {
        JsonNode books = json(gateway.get("/v1/apps/" + APP + "/books"));
        assertThat(books.at("/notifications/difference").intValue()).as(books.toString()).isZero();
        assertThat(books.at("/credits/difference").intValue()).as(books.toString()).isZero();
    }

    private static double cancelled(RunningGateway gateway) throws Exception {
        return gateway.getManagement("/metrics").body().lines()
                .filter(line -> line.startsWith("minipush_notifications_total") && line.contains("cancelled"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private static <T> List<T> atTheSameTime(int count, Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier start = new CyclicBarrier(count);
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
