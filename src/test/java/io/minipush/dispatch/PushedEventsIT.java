package io.minipush.dispatch;

import static io.minipush.simulator.DefaultTemplates.ORDER;
import static io.minipush.simulator.DefaultTemplates.PICKUP;
import static io.minipush.simulator.DefaultTemplates.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.credit.Purse;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.SimulatedEvents;
import io.minipush.simulator.push.Callback;
import io.minipush.simulator.push.Forgery;
import io.minipush.simulator.push.PushSettings;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated platform pushes its events to a gateway. */
class PushedEventsIT {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String TOKEN = "AAAAA";
    private static final String AES_KEY = "notARealKeyNotARealKeyNotARealKeyNotARealKe";
    private static final String USER = "o-user";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Everything is pushed twice. */
    private static Rehearsal rehearse(boolean safe, boolean xml, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("MINIPUSH_EVENT_TOKEN", TOKEN, "MINIPUSH_EVENT_AES_KEY", safe ? AES_KEY : "", "MINIPUSH_CHANNEL", "subscribe"));
        settings.addAll(List.of(more));
        Rehearsal rehearsal = Rehearsal.on(Dialect.H2, settings.toArray(String[]::new));
        String url = rehearsal.node().api("/v1/apps/{appid}/events".replace("{appid}", Rehearsal.APP)).toString();
        Callback callback = safe ? Callback.safe(url, TOKEN, AES_KEY) : Callback.plain(url, TOKEN);
        events(rehearsal).settings(PushSettings.REAL.withRetryPause(Duration.ofMillis(200)).withDuplicateRate(1));
        events(rehearsal).callback(Rehearsal.APP, xml ? callback.inXml() : callback);
        return rehearsal;
    }

    private static SimulatedEvents events(Rehearsal rehearsal) {
        return rehearsal.platform().events();
    }

    private static void awaitCredits(Rehearsal rehearsal, String template, int count) {
        await().atMost(LONG).untilAsserted(() -> assertThat(credits(rehearsal, template)).isEqualTo(count));
    }

    private static long credits(Rehearsal rehearsal, String template) throws Exception {
        return rehearsal.node().count("SELECT count(*) FROM credit WHERE purse = '" + Purse.of(USER, template) + "'");
    }

    /** Until the platform has its answers, and nothing is on its way into the database. */
    private static void awaitQuiet(Rehearsal rehearsal) {
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(events(rehearsal).report(Rehearsal.APP).pending()).isZero();
            assertThat(rehearsal.node().getManagement("/metrics").body()).contains("minipush_events_waiting 0.0");
        });
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void whatAUserAnswersIsHeardOnceHoweverItIsWrittenAndWhoeverElseTellsIt(boolean safe, boolean xml) throws Exception {
        try (Rehearsal rehearsal = rehearse(safe, xml, "MINIPUSH_API_KEY", "k")) {
            assertThat(events(rehearsal).check(Rehearsal.APP).ok()).isTrue();
            for (int i = 0; i < 3; i++) {
                rehearsal.platform().subscriptions().request(Rehearsal.APP, USER, List.of(PICKUP, ORDER), List.of());
            }
            awaitCredits(rehearsal, PICKUP, 3);
            rehearsal.platform().subscriptions().switchOff(Rehearsal.APP, USER, ORDER);
            awaitCredits(rehearsal, ORDER, 0);
            awaitQuiet(rehearsal);

            assertThat(events(rehearsal).repeat(Rehearsal.APP, 100)).hasSize(8).allSatisfy(answer -> assertThat(answer.good()).as(answer.toString()).isTrue());
            for (Forgery how : Arrays.stream(Forgery.values()).filter(one -> safe || one == Forgery.WRONG_TOKEN || one == Forgery.UNSIGNED).toList()) {
                assertThat(events(rehearsal).forge(Rehearsal.APP, USER, PICKUP, how).status()).as(how.name()).isEqualTo(403);
            }
            awaitQuiet(rehearsal);
            assertThat(credits(rehearsal, PICKUP)).isEqualTo(3);
            assertThat(credits(rehearsal, ORDER)).isZero();
            assertThat(events(rehearsal).report(Rehearsal.APP).answers("success")).as("answered at once").isEqualTo(events(rehearsal).report(Rehearsal.APP).requests());
        }
    }

    private static String send(Rehearsal rehearsal, String user, String template, Map<String, String> data) throws Exception {
        Map<String, Object> values = new TreeMap<>();
        data.forEach((name, value) -> values.put(name, Map.of("value", value)));
        var answer = rehearsal.node().post(RunningGateway.NOTIFICATIONS, JSON.writeValueAsString(Map.of("touser", user, "template_id", template, "data", values)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return RunningGateway.json(answer).path("id").asText();
    }

    private static String sendPickup(Rehearsal rehearsal, String user) throws Exception {
        return send(rehearsal, user, PICKUP, Map.of("thing1", "拿铁", "time2", "15:01", "thing3", "请到店取餐"));
    }

    private static void awaitPush(Rehearsal rehearsal, String id, String push) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(rehearsal.notification(id).path("push").asText()).as(rehearsal.notification(id).toString()).isEqualTo(push));
    }

    @Test
    void threeAcceptsSendThreeWaitingMessagesAndEachIsToldHowItWent() throws Exception {
        try (Rehearsal rehearsal = rehearse(true, true)) {
            List<String> ids = List.of(sendPickup(rehearsal, USER),
                    send(rehearsal, USER, ORDER, Map.of("character_string1", "2019100112", "amount2", "12.50", "date3", "2019年10月1日", "phrase4", "已发货")),
                    send(rehearsal, USER, ROOM, Map.of("thing1", "小王", "enum2", "客厅")));
            for (String id : ids) {
                rehearsal.awaitState(id, "waiting");
            }
            rehearsal.platform().subscriptions().request(Rehearsal.APP, USER, List.of(PICKUP, ORDER, ROOM), List.of());
            for (String id : ids) {
                rehearsal.awaitState(id, "sent");
                awaitPush(rehearsal, id, "pushed");
            }
            assertThat(rehearsal.platform().subscriptions().messages(Rehearsal.APP, 1)).hasSize(3);
            assertThat(rehearsal.node().count("SELECT count(*) FROM push_result")).isZero();

            rehearsal.platform().subscriptions().accept(Rehearsal.APP, USER, PICKUP);
            events(rehearsal).failNextSent(1);
            String failed = sendPickup(rehearsal, USER);
            awaitPush(rehearsal, failed, "push_failed");
            assertThat(rehearsal.notification(failed).path("push_reason").asText()).isNotEmpty();
            assertThat(rehearsal.notification(failed).path("state").asText()).isEqualTo("sent");
        }
    }

    @Test
    void aLostAnswerIsMadeUpForByTheEventIfNoOtherMessageCanBeMeant() throws Exception {
        try (Rehearsal rehearsal = rehearse(true, false, "MINIPUSH_RESPONSE_TIMEOUT", "1s")) {
            for (String user : List.of(USER, "o-twice", "o-twice", "o-in-vain")) {
                rehearsal.platform().subscriptions().accept(Rehearsal.APP, user, PICKUP);
            }
            await().atMost(LONG).until(() -> rehearsal.node().count("SELECT count(*) FROM credit") == 4);
            rehearsal.platform().inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.CUT_AFTER).times(3));
            String lost = sendPickup(rehearsal, USER);
            List<String> twice = List.of(sendPickup(rehearsal, "o-twice"), sendPickup(rehearsal, "o-twice"));
            await().atMost(LONG).until(() -> rehearsal.platform().subscriptions().messages(Rehearsal.APP, 1).size() == 3);
            rehearsal.platform().inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.CUT_BEFORE).times(1));
            String inVain = sendPickup(rehearsal, "o-in-vain");

            rehearsal.awaitState(lost, "sent");
            assertThat(rehearsal.notification(lost).path("evidence").asText()).isEqualTo("push_event");
            assertThat(rehearsal.notification(lost).path("push").asText()).isEqualTo("pushed");
            assertThat(rehearsal.notification(lost).path("msgid").asText()).isNotEmpty();
            await().atMost(LONG).until(() -> rehearsal.node().count("SELECT count(*) FROM push_result WHERE openid = 'o-twice' AND look_at > arrived_at + INTERVAL '8' SECOND") == 2);
            for (String id : List.of(twice.get(0), twice.get(1), inVain)) {
                assertThat(rehearsal.notification(id).path("state").asText()).isEqualTo("uncertain");
            }
            var books = RunningGateway.json(rehearsal.node().get("/v1/apps/" + Rehearsal.APP + "/books"));
            assertThat(books.at("/notifications/difference").asLong()).as(books.toString()).isZero();
            assertThat(books.at("/credits/difference").asLong()).as(books.toString()).isZero();
            assertThat(books.at("/credits/used").asLong()).as(books.toString()).isEqualTo(1);
        }
    }
}
