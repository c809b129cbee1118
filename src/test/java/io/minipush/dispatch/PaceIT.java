package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.minipush.simulator.AcceptedMessage;
import io.minipush.simulator.Api;
import io.minipush.simulator.QuotaLimits;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When what leaves: times, lanes, rate, budget, holds. */
class PaceIT {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Map<String, String> HIGH = Map.of("priority", "high");

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = {"POSTGRESQL", "MARIADB"})
    void ofABudgetOfAThousandOrdinaryOnesUse950AndUrgentOnesTheRestOnTwoNodes(Dialect dialect) throws Exception {
        var login = TestDatabases.create(dialect);
        try (Rehearsal rehearsal = Rehearsal.on(login, "MINIPUSH_DAILY_BUDGET", "1000")) {
            rehearsal.startNode("MINIPUSH_DAILY_BUDGET", "1000");
            rehearsal.collect(rehearsal.submit(Rehearsal.users(1300), 1));
            List<String> users = Rehearsal.users(1300);
            rehearsal.send(users.subList(0, 600), "campaign");
            rehearsal.send(users.subList(600, 1200), "order", Map.of("priority", "normal"));
            rehearsal.awaitStates(Map.of("sent", 950L, "accepted", 250L), LONG);
            rehearsal.send(users.subList(1200, 1300), "alarm", HIGH);
            rehearsal.awaitStates(Map.of("sent", 1000L, "accepted", 300L), LONG);
            assertThat(rehearsal.node().count("SELECT count(*) FROM notification WHERE state = 'sent' AND lane = 0")).isEqualTo(50);
            assertThat(rehearsal.node().count("SELECT quota_used FROM app")).isEqualTo(1000);
            assertThat(rehearsal.platform().messages(Rehearsal.APP, 0)).hasSize(1000);
        }
    }

    @Test
    void anUrgentMessageLeavesBeforeACampaign() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL, "MINIPUSH_MAX_IN_FLIGHT", "8")) {
            List<String> users = Rehearsal.users(3001);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().latency(Duration.ofMillis(20));
            String last = rehearsal.send(users.subList(0, 3000), "campaign").get(2999);
            fillQueueBehind(rehearsal, last, 97_000);
            await().atMost(LONG).until(() -> !rehearsal.platform().messages(Rehearsal.APP, 0).isEmpty());
            String urgent = rehearsal.send(users.subList(3000, 3001), "alarm", HIGH).get(0);
            long before = rehearsal.platform().messages(Rehearsal.APP, 0).size();
            rehearsal.awaitState(urgent, "sent");
            long place = rehearsal.platform().messages(Rehearsal.APP, 0).stream()
                    .filter(message -> message.touser().equals(users.get(3000))).mapToLong(AcceptedMessage::seq).findFirst().orElseThrow();
            // Eight at a time that take 20 ms each are at most 400 a second, however fast the machine is.
            assertThat(place - before).as("campaign messages that went out between its accept and its own post").isLessThan(400);
            assertThat(rehearsal.node().count("SELECT count(*) FROM notification WHERE state = 'accepted' AND due_at IS NOT NULL"))
                    .as("still in the queue").isGreaterThan(90_000);
        }
    }

    /** So many more of the same campaign, as accepting them would leave them; only faster. */
    private static void fillQueueBehind(Rehearsal rehearsal, String id, int count) throws Exception {
        assertThat(rehearsal.node().update("INSERT INTO notification SELECT one.* FROM notification n, generate_series(1, " + count + ") i,"
                + " jsonb_populate_record(n, jsonb_build_object('id', lpad(i::text, 26, '0'), 'touser', 'o-many-' || i, 'state', 'accepted',"
                + " 'due_at', n.created_at + i * interval '1 microsecond', 'node_id', null, 'claim_no', null, 'wait_key', null, 'form_id', null,"
                + " 'form_use_no', null, 'form_kind', null, 'form_collected_at', null, 'form_expires_at', null, 'form_freed', null)) one WHERE n.id = '" + id + "'"))
                .isEqualTo(count);
    }

    @Test
    void aRateHoldsForAllNodesTogether() throws Exception {
        var login = TestDatabases.create(Dialect.POSTGRESQL);
        try (Rehearsal rehearsal = Rehearsal.on(login, "MINIPUSH_RATE_PER_SECOND", "40")) {
            rehearsal.startNode("MINIPUSH_RATE_PER_SECOND", "40");
            List<String> users = Rehearsal.users(200);
            rehearsal.collect(rehearsal.submit(users, 1));
            Instant begin = Instant.now();
            rehearsal.send(users, "campaign");
            rehearsal.awaitStates(Map.of("sent", 200L), LONG);
            Duration took = Duration.between(begin, rehearsal.platform().messages(Rehearsal.APP, 0).get(199).at());
            // 200 at 40 a second, less what a moment's worth makes up for.
            assertThat(took).isGreaterThan(Duration.ofMillis(4300));
        }
    }

    @Test
    void whatIsToLeaveLaterLeavesThenAndNothingLeavesAfterItsEnd() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.H2)) {
            rehearsal.collect(rehearsal.submit(List.of("o-later", "o-late"), 1));
            Instant sendAt = Instant.now().plusSeconds(2);
            String later = rehearsal.send(List.of("o-later"), "reminder", Map.of("send_at", sendAt.toString())).get(0);
            rehearsal.awaitState(later, "sent");
            assertThat(rehearsal.platform().messages(Rehearsal.APP, 0).get(0).at()).isAfter(sendAt);
            rehearsal.node().update("UPDATE app SET paused_at = created_at");
            String late = rehearsal.send(List.of("o-late"), "too late", Map.of("expires_at", Instant.now().plusSeconds(600).toString())).get(0);
            rehearsal.node().update("UPDATE notification SET expires_at = created_at WHERE id = '" + late + "'");
            rehearsal.node().update("UPDATE app SET paused_at = NULL");
            rehearsal.awaitState(late, "expired");
            assertThat(rehearsal.platform().messages(Rehearsal.APP, 0)).hasSize(1);
            assertThat(rehearsal.node().count("SELECT count(*) FROM credit")).as("the formId is free again").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHeldTemplateIsKeptBackAndItsUsersOtherMessagesAreNot(Dialect dialect) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(dialect)) {
            rehearsal.node().update("INSERT INTO template_hold (app_id, hold_key, held_at) SELECT app_id, 'AT-held', created_at FROM app");
            List<String> users = Rehearsal.users(700);
            // Both wait for the same user's formId; the older one is held.
            rehearsal.send(users, "held", Map.of("template_id", "AT-held", "priority", "high"));
            rehearsal.send(users, "free");
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.awaitStates(Map.of("sent", 700L, "accepted", 700L), LONG);
            assertThat(rehearsal.node().count("SELECT count(*) FROM notification WHERE state = 'sent' AND template_id = 'AT-held'")).isZero();
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.node().update("UPDATE template_hold SET released_at = held_at");
            rehearsal.awaitStates(Map.of("sent", 1400L), LONG);
            await().untilAsserted(() -> assertThat(rehearsal.node().count("SELECT count(*) FROM template_hold")).isZero());
        }
    }

    @Test
    void aUsedUpQuotaStopsTheAppAtOnceAndTheNextDayItGoesOnByItself() throws Exception {
        var login = TestDatabases.create(Dialect.H2);
        try (Rehearsal rehearsal = Rehearsal.on(login, "MINIPUSH_MAX_IN_FLIGHT", "8")) {
            List<String> users = Rehearsal.users(300);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().quota(Rehearsal.APP, Api.TEMPLATE_SEND, new QuotaLimits(100, 0));
            rehearsal.send(users, "campaign");
            rehearsal.awaitStates(Map.of("sent", 100L, "accepted", 200L), LONG);
            assertThat(rehearsal.platform().requestCounts(Rehearsal.APP).get("template_send").get("45009"))
                    .as("refused posts: what was under way, not the whole backlog").isLessThanOrEqualTo(24);
            rehearsal.stopNode();
            // An hour more than a day: the app goes on at five past midnight, and who knows what time it is.
            rehearsal.platform().clockOffset(Duration.ofHours(25));
            rehearsal.platform().quota(Rehearsal.APP, Api.TEMPLATE_SEND, new QuotaLimits(1000, 0));
            rehearsal.startNode("MINIPUSH_CLOCK_OFFSET", "25h");
            rehearsal.awaitStates(Map.of("sent", 300L), LONG);
            assertThat(rehearsal.score().breaches()).isEmpty();
        }
    }
}
