package io.minipush.intake;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.minipush.credit.Purse;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a user's answer, on each database, while nothing is sent. */
class SubscriptionsIT {

    private static final String STOCK = RunningGateway.FORM_IDS + "/stock";
    private static final String SUBSCRIPTIONS = "/v1/apps/" + APP + "/subscriptions";

    private final String user = "oSub-" + UUID.randomUUID();
    private RunningGateway gateway;

    /** @param more members of the body, and how it is answered: stored, duplicate, revoked */
    private void post(String more, int stored, int duplicate, int revoked) throws Exception {
        var answer = gateway.post(SUBSCRIPTIONS, "{\"openid\":\"" + user + "\"," + more + "}");
        assertThat(answer.body()).isEqualTo("{\"stored\":" + stored + ",\"duplicate\":" + duplicate + ",\"revoked\":" + revoked + "}");
        assertThat(answer.statusCode()).isEqualTo(stored > 0 ? 201 : 200);
    }

    private long credits(String template) throws Exception {
        return gateway.count("SELECT count(*) FROM credit WHERE purse = '" + Purse.of(user, template) + "'");
    }

    private String stock(String query) throws Exception {
        return gateway.get(STOCK + query).body();
    }

    private long wakeUps(String template) throws Exception {
        return gateway.count("SELECT sum(uses) FROM wake_up WHERE purse = '" + Purse.of(user, template) + "'");
    }

    /** As if all of it had been collected a minute before, or will be collected in a minute. */
    private void shift(String template, int minutes) throws Exception {
        gateway.update("UPDATE credit SET collected_at = collected_at " + (minutes < 0 ? "-" : "+") + " INTERVAL '" + Math.abs(minutes)
                + "' MINUTE WHERE purse = '" + Purse.of(user, template) + "'");
    }

    /** As if a message had been sent with each. */
    private void use(String template) throws Exception {
        int used = gateway.update("DELETE FROM credit WHERE purse = '" + Purse.of(user, template) + "'");
        gateway.update("INSERT INTO book_entry (app_id, used) VALUES ('" + APP + "', " + used + ")");
    }

    private long[] books() throws Exception {
        var credits = json(gateway.get("/v1/apps/" + APP + "/books")).get("credits");
        return new long[] {credits.get("collected").longValue(), credits.get("refused").longValue(), credits.get("difference").longValue()};
    }

    @ParameterizedTest
    @EnumSource
    void eachAcceptanceIsACreditForItsUserAndTemplateWithoutAnEnd(Dialect dialect) throws Exception {
        gateway = RunningGateway.shared(dialect);
        long[] before = books();
        post("\"accepted\":[\"A\",\"B\",\"A\"]", 3, 0, 0);
        assertThat(credits("A")).as("a template named twice counts twice").isEqualTo(2);
        assertThat(credits("B")).isEqualTo(1);
        assertThat(wakeUps("A")).isEqualTo(2);
        assertThat(gateway.count("SELECT count(*) FROM wake_up WHERE purse = '" + Purse.of(user, "A") + "'")).as("one for the purse").isEqualTo(1);
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE openid = '" + user + "' AND kind = 'subscription' AND use_no = 1"
                + " AND expires_at = TIMESTAMP '9000-01-01 00:00:00' AND reserve_order = expires_at AND usable_from >= collected_at")).isEqualTo(3);
        assertThat(gateway.count("SELECT count(DISTINCT form_id) FROM credit WHERE openid = '" + user + "'")).isEqualTo(3);
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE purse = '" + user + "'")).as("good for no other template").isZero();
        post("\"accepted\":[\"A\"]", 1, 0, 0);
        assertThat(credits("A")).as("they add up").isEqualTo(3);
        assertThat(books()).containsExactly(before[0] + 4, before[1], before[2]);
    }

    @ParameterizedTest
    @EnumSource
    void theSameEventBringsNothingTwice(Dialect dialect) throws Exception {
        gateway = RunningGateway.shared(dialect);
        long[] before = books();
        String event = ",\"event_id\":\"" + UUID.randomUUID() + "\"";
        post("\"accepted\":[\"A\",\"B\",\"A\"]" + event, 3, 0, 0);
        use("A");
        post("\"accepted\":[\"A\",\"B\",\"A\"]" + event, 0, 3, 0);
        assertThat(credits("A")).as("what was used stays used").isZero();
        assertThat(credits("B")).isEqualTo(1);
        assertThat(wakeUps("A")).isEqualTo(2);
        post("\"accepted\":[\"A\",\"A\",\"A\",\"C\"]" + event, 2, 2, 0);
        assertThat(books()).containsExactly(before[0] + 5, before[1], before[2]);
        assertThat(gateway.count("SELECT count(*) FROM form_id_seen s JOIN credit c ON c.form_id LIKE concat(s.collection, ' %') WHERE c.openid = '" + user
                + "' AND s.forget_at BETWEEN c.collected_at + INTERVAL '8' DAY AND c.collected_at + INTERVAL '9' DAY")).as("forgotten after 8 days").isPositive();
        // The purge forgets it; the credit it brought may still be there.
        gateway.update("DELETE FROM form_id_seen WHERE app_id = '" + APP + "'");
        post("\"accepted\":[\"A\",\"B\",\"A\"]" + event, 3, 0, 0);
        assertThat(credits("B")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void theSameEventFromManyAtOnceBringsNothingTwice(Dialect dialect) throws Exception {
        gateway = RunningGateway.shared(dialect);
        long[] before = books();
        post("\"accepted\":[\"R\",\"R\"]", 2, 0, 0);
        shift("R", -1);
        for (int round = 0; round < 5; round++) {
            String body = "{\"openid\":\"" + user + "\",\"accepted\":[\"A\",\"B\",\"C\",\"A\"],\"rejected\":[\"R\",\"A\"],\"event_id\":\"" + user + round + "\"}";
            List<HttpResponse<String>> answers = atOnce(6, body);
            int stored = 0;
            for (HttpResponse<String> answer : answers) {
                assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
                stored += json(answer).get("stored").intValue();
                assertThat(json(answer).get("stored").intValue() + json(answer).get("duplicate").intValue()).isEqualTo(4);
            }
            assertThat(stored).isEqualTo(4);
            assertThat(credits("A")).as("what the same request brings stays").isEqualTo(2);
            shift("A", -1);
        }
        assertThat(credits("R")).isZero();
        assertThat(credits("B")).isEqualTo(5);
        assertThat(books()).containsExactly(before[0] + 22, before[1] + 10, before[2]);
    }

    private List<HttpResponse<String>> atOnce(int threads, String body) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<HttpResponse<String>>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> gateway.post(SUBSCRIPTIONS, body)));
            }
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRejectionEmptiesWhatWasThereBefore(Dialect dialect) throws Exception {
        gateway = RunningGateway.shared(dialect);
        long[] before = books();
        gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"" + user + "\",\"form_id\":\"F" + user + "\"}");
        post("\"accepted\":[\"A\",\"A\",\"B\",\"Later\"]", 4, 0, 0);
        shift("A", -1);
        shift("B", -1);
        shift("Later", 1);
        String event = ",\"event_id\":\"" + UUID.randomUUID() + "\"";
        post("\"rejected\":[\"A\",\"Later\",\"A\",\"Never\"]" + event, 0, 0, 2);
        assertThat(credits("A")).isZero();
        assertThat(credits("B")).as("another template").isEqualTo(1);
        assertThat(credits("Later")).as("accepted since").isEqualTo(1);
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE purse = '" + user + "'")).as("formIds").isEqualTo(1);
        assertThat(books()).containsExactly(before[0] + 5, before[1] + 2, before[2]);

        post("\"accepted\":[\"A\"]", 1, 0, 0);
        shift("A", -1);
        post("\"rejected\":[\"A\",\"Later\",\"A\",\"Never\"]" + event, 0, 0, 0);
        assertThat(credits("A")).as("the repeat of a rejection").isEqualTo(1);

        post("\"accepted\":[\"A\",\"C\"],\"rejected\":[\"A\"]", 2, 0, 1);
        assertThat(credits("A")).as("an acceptance that comes with the rejection").isEqualTo(1);
        assertThat(books()).containsExactly(before[0] + 8, before[1] + 3, before[2]);
    }

    @ParameterizedTest
    @EnumSource
    void theStockTellsFormIdsFromSubscriptionsToEachTemplate(Dialect dialect) throws Exception {
        gateway = RunningGateway.shared(dialect);
        String template = "T-" + UUID.randomUUID();
        String formIds = stock("");
        post("\"accepted\":[\"" + template + "\",\"" + template + "\",\"" + template + "x\"]", 3, 0, 0);
        assertThat(stock("")).as("formIds only").isEqualTo(formIds);
        assertThat(stock("?openid=" + user)).isEqualTo("{\"available\":0,\"users\":0,\"expiring_24h\":0}");
        gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"" + user + "\",\"form_id\":\"F" + user + "\"}");
        // Its formIds lie next to the subscriptions to a template of the same name.
        gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"" + template + "\",\"form_id\":\"F" + template + "\"}");
        for (String other : List.of("!", "~", user.toUpperCase(java.util.Locale.ROOT))) {
            gateway.post(SUBSCRIPTIONS, "{\"openid\":\"" + other + "\",\"accepted\":[\"" + template + "\"]}");
        }
        assertThat(stock("?template_id=" + template)).isEqualTo("{\"available\":5,\"users\":4,\"expiring_24h\":0}");
        assertThat(stock("?template_id=" + template + "x")).isEqualTo("{\"available\":1,\"users\":1,\"expiring_24h\":0}");
        assertThat(stock("?template_id=" + template.toLowerCase(java.util.Locale.ROOT))).isEqualTo("{\"available\":0,\"users\":0,\"expiring_24h\":0}");
        assertThat(stock("?template_id=" + template + "&openid=" + user)).isEqualTo("{\"available\":2,\"users\":1,\"expiring_24h\":0}");
        assertThat(stock("?openid=" + user)).isEqualTo("{\"available\":1,\"users\":1,\"expiring_24h\":0}");
        assertThat(gateway.get(STOCK + "?template=x").statusCode()).as("a typo").isEqualTo(422);
        String asked = "{\"openids\":[\"oNobody\",\"" + user + "\",\"!\"]";
        assertThat(json(gateway.post(STOCK, asked + ",\"template_id\":\"" + template + "\"}")).toString())
                .isEqualTo("{\"asked\":3,\"reachable\":2,\"users\":{\"oNobody\":0,\"" + user + "\":2,\"!\":1}}");
        assertThat(json(gateway.post(STOCK, asked + "}")).toString()).as("by formIds")
                .isEqualTo("{\"asked\":3,\"reachable\":1,\"users\":{\"oNobody\":0,\"" + user + "\":1,\"!\":0}}");
    }

    @ParameterizedTest
    @EnumSource
    void noPurseIsEmptiedInTheMiddleOfAClaim(Dialect dialect) throws Exception {
        gateway = RunningGateway.shared(dialect);
        post("\"accepted\":[\"A\"]", 1, 0, 0);
        shift("A", -1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Connection claim = gateway.connect()) {
            claim.setAutoCommit(false);
            claim.createStatement().executeQuery("SELECT app_id FROM app WHERE app_id = '" + APP + "' FOR UPDATE").close();
            Future<HttpResponse<String>> answer = pool.submit(
                    () -> gateway.post(SUBSCRIPTIONS, "{\"openid\":\"" + user + "\",\"accepted\":[\"B\"],\"rejected\":[\"A\"]}"));
            await().during(Duration.ofMillis(500)).untilAsserted(() -> assertThat(credits("A")).isEqualTo(1));
            assertThat(answer.isDone()).isFalse();
            claim.rollback();
            assertThat(answer.get().body()).isEqualTo("{\"stored\":1,\"duplicate\":0,\"revoked\":1}");
        } finally {
            pool.shutdownNow();
        }
        assertThat(credits("A")).isZero();
    }
}
