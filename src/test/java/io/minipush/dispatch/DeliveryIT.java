package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.minipush.drill.EmbeddedDatabase;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.FormGrant;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway promises about a message, from the REST door to the platform. */
class DeliveryIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    @ParameterizedTest
    @EnumSource
    void tenThousandMessagesToAThousandUsersArriveOnceEachWithAFormIdOfTheirOwn(Dialect dialect) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(dialect)) {
            List<String> users = Rehearsal.users(1000);
            rehearsal.collect(rehearsal.submit(users, 10));
            List<String> receivers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                receivers.addAll(users);
            }

            rehearsal.send(receivers, "message");

            // The platform is asked first: counting ten thousand rows again and again slows the database down that is to send them.
            await().atMost(LONG).until(() -> rehearsal.score().messagesAccepted() >= 10_000);
            rehearsal.awaitStates(Map.of("sent", 10_000L), LONG);
            rehearsal.assertEachOnce(10_000);
            assertThat(rehearsal.node().count("SELECT count(*) FROM credit")).as("formIds left").isZero();
            assertThat(rehearsal.score().tokenFetches()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithoutAFormIdWaitsAndLeavesWithinASecondOfTheNextOne(Dialect dialect) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(dialect)) {
            String first = rehearsal.sendOne("o-user-0", "first");
            String second = rehearsal.sendOne("o-user-0", "second");
            rehearsal.awaitState(first, "waiting");
            rehearsal.awaitState(second, "waiting");

            rehearsal.collect(rehearsal.submit(List.of("o-user-0", "o-user-1"), 1));

            // Woken, not found by a sweep or when it expires; a busy machine has its time.
            await().atMost(Duration.ofSeconds(20)).until(() -> rehearsal.notification(first).path("state").asText().equals("sent"));
            assertThat(rehearsal.notification(second).path("state").asText()).as("the younger one").isEqualTo("waiting");
            rehearsal.assertEachOnce(1);
        }
    }

    @Test
    void anAnswerCutAfterThePlatformAcceptedIsProvedByTheSameFormId() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            List<String> users = Rehearsal.users(500);
            List<FormGrant> forms = rehearsal.submit(users, 1);
            rehearsal.collect(forms);
            rehearsal.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.CUT_AFTER).times(500));

            rehearsal.send(users, "cut");

            rehearsal.awaitStates(Map.of("sent", 500L), LONG);
            assertThat(rehearsal.node().count("SELECT count(*) FROM notification WHERE evidence = 'inferred_41029'")).isPositive();
            assertThat(rehearsal.collect(forms)).as("used formIds that were collected a second time").isZero();
            rehearsal.assertEachOnce(500);
        }
    }

    @Test
    void aThirdOfTheAnswersBusyATenthCutAndATwentiethBadGatewayStillEndSent() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            List<String> users = Rehearsal.users(1000);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.BUSY).rate(0.15));
            rehearsal.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.BUSY_AFTER).rate(0.15));
            rehearsal.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.CUT_BEFORE).rate(0.05));
            rehearsal.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.CUT_AFTER).rate(0.05));
            rehearsal.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.HTTP_502).rate(0.05));

            rehearsal.send(users, "rough weather");

            await().atMost(LONG).pollInterval(Duration.ofMillis(300)).until(() -> {
                // The pauses between repeats pass quickly here; the weather stays as it is.
                rehearsal.node().update("UPDATE notification SET due_at = created_at WHERE state = 'accepted'");
                return rehearsal.states().equals(Map.of("sent", 1000L));
            });
            rehearsal.assertEachOnce(1000);
        }
    }

    @Test
    void oneFormIdAndTwoMessagesOnTwoNodesIsOneSentAndOneWaiting() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            rehearsal.startNode();
            List<String> users = Rehearsal.users(50);
            List<String> twice = new ArrayList<>(users);
            twice.addAll(users);
            List<FormGrant> forms = rehearsal.submit(users, 1);
            rehearsal.send(twice, "race");

            rehearsal.collect(forms);

            rehearsal.awaitStates(Map.of("sent", 50L, "waiting", 50L), LONG);
            rehearsal.assertEachOnce(50);
        }
    }

    @Test
    void aFormIdThatSomebodyElseUsedIsDroppedForTheNextOneAndMakesUsedProveNothing() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            List<FormGrant> forms = rehearsal.submit(List.of("o-user-0"), 2);
            rehearsal.collect(forms.subList(0, 1));
            rehearsal.collect(forms.subList(1, 2));
            rehearsal.platform().useForm(Rehearsal.APP, forms.get(0).formId());

            String id = rehearsal.sendOne("o-user-0", "with the second formId");

            rehearsal.awaitState(id, "sent");
            assertThat(rehearsal.notification(id).path("evidence").asText()).isEqualTo("answer");
            // The present numbers are counted every now and then.
            await().atMost(LONG).untilAsserted(() -> assertThat(rehearsal.node().getManagement("/metrics").body()).contains(
                    "minipush_foreign_use_total{app=\"" + Rehearsal.APP + "\"} 1.0",
                    "minipush_notifications_total{app=\"" + Rehearsal.APP + "\",state=\"sent\"} 1.0",
                    "minipush_notifications{app=\"" + Rehearsal.APP + "\",state=\"sent\"}"));

            rehearsal.collect(rehearsal.submit(List.of("o-user-1"), 1));
            rehearsal.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.CUT_AFTER).times(1));
            String doubtful = rehearsal.sendOne("o-user-1", "who knows");
            rehearsal.awaitState(doubtful, "uncertain");
            assertThat(rehearsal.node().count("SELECT count(*) FROM notification WHERE form_id IS NOT NULL")).as("a formId in doubt stays tied").isEqualTo(1);
        }
    }

    @Test
    void aTokenRevokedByOthersCostsNoMessageAndShowsInItsHealth() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            List<String> users = Rehearsal.users(300);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().latency(Duration.ofMillis(200));
            rehearsal.send(users, "while tokens die");
            for (int i = 1; i <= 3; i++) {
                long sent = 60L * i;
                await().atMost(LONG).until(() -> rehearsal.score().messagesAccepted() >= sent);
                rehearsal.platform().revokeTokens(Rehearsal.APP, false);
            }

            rehearsal.awaitStates(Map.of("sent", 300L), LONG);
            rehearsal.assertEachOnce(300);
            var health = io.minipush.web.RunningGateway.json(rehearsal.node().get("/v1/apps/" + Rehearsal.APP + "/token"));
            assertThat(health.path("foreign_refreshes").asInt()).as(health.toString()).isPositive();
        }
    }

    @Test
    void acceptsGoOnWithAPoolOfTwoWhileAllPostsHang() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL, "MINIPUSH_DB_POOL", "2")) {
            List<String> users = Rehearsal.users(200);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().pause(Api.TEMPLATE_SEND);
            rehearsal.send(users.subList(0, 100), "hanging");
            await().atMost(LONG).until(() -> rehearsal.score().heldAnswers() == 64);

            for (String user : users.subList(100, 200)) {
                rehearsal.sendOne(user, "accepted meanwhile");
            }

            rehearsal.platform().release(Api.TEMPLATE_SEND);
            rehearsal.awaitStates(Map.of("sent", 200L), LONG);
            rehearsal.assertEachOnce(200);
        }
    }

    @Test
    void aStopGivesBackWhatWasNotPostedAndWaitsForTheAnswers() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            List<String> users = Rehearsal.users(150);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().latency(Duration.ofSeconds(2));
            rehearsal.send(users, "before the stop");
            await().atMost(LONG).until(() -> rehearsal.score().messagesAccepted() >= 64);

            rehearsal.node().gateway().close();

            assertThat(rehearsal.states()).isEqualTo(Map.of("sent", rehearsal.score().messagesAccepted(), "accepted", 150 - rehearsal.score().messagesAccepted()));
            assertThat(rehearsal.node().count("SELECT count(*) FROM notification WHERE doubt")).as("in doubt").isZero();
            assertThat(rehearsal.node().count("SELECT count(*) FROM credit")).as("given back").isEqualTo(150 - rehearsal.score().messagesAccepted());
        }
    }

    @Test
    void aContentErrorFailsTheMessageAndGivesTheFormIdBackToBeUsedLast() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            List<FormGrant> forms = rehearsal.submit(List.of("o-user-0"), 1);
            rehearsal.collect(forms);
            rehearsal.platform().inject(Fault.errcode(Api.TEMPLATE_SEND, 40037).times(1));

            String failed = rehearsal.sendOne("o-user-0", "bad template");
            rehearsal.awaitState(failed, "failed");
            assertThat(rehearsal.notification(failed).path("errcode").asInt()).isEqualTo(40037);
            List<FormGrant> younger = rehearsal.submit(List.of("o-user-0"), 1);
            rehearsal.collect(younger);

            rehearsal.awaitState(rehearsal.sendOne("o-user-0", "good"), "sent");
            assertThat(rehearsal.platform().messages(Rehearsal.APP, 0).get(0).formId()).as("not the one that came back").isEqualTo(younger.get(0).formId());
        }
    }

    @Test
    void aClaimThatWasCommittedWithoutTheNodeKnowingIsFound() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            String id = rehearsal.sendOne("o-user-0", "claimed, but the answer to the commit was lost");
            rehearsal.awaitState(id, "waiting");
            rehearsal.node().update("UPDATE notification SET state = 'sending', wait_key = NULL, due_at = NULL, claim_no = 42,"
                    + " node_id = (SELECT max(node_id) FROM node) WHERE id = '" + id + "'");

            rehearsal.awaitState(id, "waiting");
        }
    }

    @Test
    void aDatabaseThatGoesAwayInTheMiddleLosesNothingAndWorkGoesOnWhenItIsBack() throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(Dialect.POSTGRESQL);
        try (Rehearsal rehearsal = Rehearsal.on(login)) {
            List<String> users = Rehearsal.users(400);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().latency(Duration.ofMillis(100));
            rehearsal.send(users, "through the outage");
            await().atMost(LONG).until(() -> rehearsal.score().messagesAccepted() >= 100);

            allowConnections(login, false);
            await().atMost(LONG).until(() -> rehearsal.node().get("/v1/notifications/01ARZ3NDEKTSV4RRFFQ69G5FAV").statusCode() == 503);
            allowConnections(login, true);

            rehearsal.awaitStates(Map.of("sent", 400L), LONG);
            rehearsal.assertEachOnce(400);
        }
    }

    /** What a restart looks like from outside: every connection cut, and none let in meanwhile. */
    private static void allowConnections(EmbeddedDatabase.Login login, boolean allow) throws Exception {
        String database = login.url().substring(login.url().lastIndexOf('/') + 1);
        try (Connection admin = DriverManager.getConnection(login.url().replace(database, "postgres"), login.user(), login.password());
                Statement statement = admin.createStatement()) {
            statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS " + allow);
            if (!allow) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
            }
        }
    }
}
