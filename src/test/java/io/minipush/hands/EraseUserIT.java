package io.minipush.hands;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.FORM_IDS;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static io.minipush.web.RunningGateway.request;
import static io.minipush.web.RunningGateway.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forgetting a user on each database. Nothing is sent here; the states are put into the tables. */
class EraseUserIT {

    private static final String TIED = "doubt = true, form_id = id, form_use_no = 1, form_kind = 'form', form_collected_at = created_at,"
            + " form_expires_at = TIMESTAMP '2099-01-01 00:00:00', form_freed = false";

    @ParameterizedTest
    @EnumSource
    void nothingOfAUserIsLeftAndNothingOfAnybodyElseIsTouched(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        List<Integer> before = differences(gateway);
        String user = "o" + UUID.randomUUID();
        // The same but for one letter's case: another user.
        String other = "O" + user.substring(1);
        for (String one : List.of(user, other)) {
            collect(gateway, one, 2);
            gateway.post("/v1/apps/" + APP + "/subscriptions", "{\"openid\":\"" + one + "\",\"accepted\":[\"T1\",\"T2\"],\"event_id\":\"" + one + "\"}");
        }
        List<String> kept = accept(gateway, other, 2);
        List<String> ids = accept(gateway, user, 8);
        String[] states = {"state = 'accepted'", "state = 'waiting', due_at = expires_at, wait_key = touser", "state = 'uncertain', due_at = NULL, " + TIED, "state = 'accepted', due_at = created_at, " + TIED,
            "state = 'sent', due_at = NULL, ended_at = created_at", "state = 'failed', due_at = NULL, ended_at = created_at, " + TIED, "state = 'cancelled', due_at = NULL, ended_at = created_at",
            "state = 'sending', due_at = NULL, node_id = 1, claim_no = 999999999"};
        for (int i = 0; i < states.length; i++) {
            gateway.update("UPDATE notification SET " + states[i].replace("form_id = id", "form_id = '" + ids.get(i) + "'") + " WHERE id = '" + ids.get(i) + "'");
        }
        gateway.update("INSERT INTO book_entry (app_id, collected) VALUES ('" + APP + "', 3)");
        gateway.update("INSERT INTO push_result (app_id, msgid, openid, template_id, push, sent_at, arrived_at, look_at) VALUES ('" + APP + "', " + System.nanoTime() + ", '" + user
                + "', 'T1', 'pushed', TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2099-01-01 00:00:00')");
        String elsewhere = erase(gateway, "/v1/apps/wxOther/users/" + user).body();

        assertThat(elsewhere).as("of another app").contains("404");
        assertThat(counts(erase(gateway, uri(user)))).containsExactly(4, 7, 4, 1);

        assertThat(gateway.count("SELECT count(*) FROM credit WHERE openid = '" + user + "'")).isZero();
        assertThat(gateway.count("SELECT count(*) FROM push_result WHERE openid = '" + user + "'")).isZero();
        assertThat(gateway.query("SELECT id FROM notification WHERE touser = '" + user + "'")).as("its sender has it").isEqualTo(ids.get(7));
        assertThat(gateway.get("/v1/notifications/" + ids.get(1)).statusCode()).isEqualTo(404);
        assertThat(differences(gateway)).isEqualTo(before);
        assertThat(counts(erase(gateway, uri(user)))).as("again").containsExactly(0, 0, 0, 1);

        // Its sender settles it: it was never posted, and its credit came back.
        gateway.update("UPDATE notification SET state = 'waiting', due_at = expires_at, wait_key = touser, node_id = NULL, claim_no = NULL WHERE id = '" + ids.get(7) + "'");
        assertThat(counts(erase(gateway, uri(user)))).containsExactly(0, 1, 1, 0);
        assertThat(counts(erase(gateway, uri(user)))).containsExactly(0, 0, 0, 0);
        assertThat(differences(gateway)).isEqualTo(before);

        assertThat(gateway.count("SELECT count(*) FROM credit WHERE openid = '" + other + "'")).isEqualTo(4);
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = '" + other + "'")).isEqualTo(kept.size());
        JsonNode deeds = json(gateway.get("/v1/apps/" + APP + "/audit?limit=2"));
        assertThat(deeds.get("deeds")).extracting(deed -> deed.get("action").textValue() + ": " + deed.get("detail").textValue())
                .containsExactly("erase: a user: 1 notifications, 0 credits", "erase: a user: 7 notifications, 4 credits");
        assertThat(deeds.toString()).doesNotContain(user);
        assertThat(json(gateway.post(FORM_IDS, "{\"openid\":\"" + user + "\",\"form_id\":\"F" + user + "0\"}")).get("duplicate").intValue()).as("a formId of his, once more").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aUserWithVeryMuchIsErasedInSeveralCommits(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        List<Integer> before = differences(gateway);
        String user = "o" + UUID.randomUUID();
        collect(gateway, user, 1000);
        accept(gateway, user, 1000);
        long audited = gateway.count("SELECT count(*) FROM audit WHERE action = 'erase'");

        assertThat(counts(erase(gateway, uri(user)))).containsExactly(1000, 1000, 1000, 0);

        assertThat(gateway.count("SELECT count(*) FROM audit WHERE action = 'erase'")).isEqualTo(audited + 2);
        assertThat(differences(gateway)).isEqualTo(before);
    }

    private static String uri(String user) {
        return "/v1/apps/" + APP + "/users/" + user;
    }

    private static HttpResponse<String> erase(RunningGateway gateway, String uri) throws Exception {
        return send(request(gateway.api(uri)).DELETE());
    }

    private static List<Integer> counts(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<Integer> counts = new ArrayList<>();
        for (String count : List.of("credits", "notifications", "cancelled", "under_way")) {
            counts.add(json(answer).get(count).intValue());
        }
        return counts;
    }

    private static void collect(RunningGateway gateway, String user, int count) throws Exception {
        gateway.post(FORM_IDS, IntStream.range(0, count).mapToObj(i -> "{\"openid\":\"" + user + "\",\"form_id\":\"F" + user + i + "\"}").collect(Collectors.joining(",", "[", "]")));
    }

    private static List<String> accept(RunningGateway gateway, String user, int count) throws Exception {
        String one = "{\"touser\":\"" + user + "\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";
        List<String> ids = new ArrayList<>();
        json(gateway.post(NOTIFICATIONS, IntStream.range(0, count).mapToObj(i -> one).collect(Collectors.joining(",", "[", "]")))).get("ids").forEach(id -> ids.add(id.textValue()));
        assertThat(ids).hasSize(count);
        return ids;
    }

    /** Other tests of this JVM may have left a difference behind; a user's erasure must not make another. */
    private static List<Integer> differences(RunningGateway gateway) throws Exception {
        JsonNode books = json(gateway.get("/v1/apps/" + APP + "/books"));
        return List.of(books.at("/notifications/difference").intValue(), books.at("/credits/difference").intValue());
    }
}
