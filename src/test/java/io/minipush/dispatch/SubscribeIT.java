package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.credit.Purse;
import io.minipush.simulator.Api;
import io.minipush.simulator.DefaultTemplates;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.FaultReport;
import io.minipush.simulator.ReceivedMessage;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway promises about subscribe messages, whose repeat would tell nothing. */
class SubscribeIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String APP = RunningGateway.APP;
    private static final String SUBSCRIBE = "/cgi-bin/message/subscribe/send";
    private static final ObjectMapper JSON = new ObjectMapper();

    private StandIn platform;
    private RunningGateway gateway;

    @BeforeEach
    void startPlatform() throws Exception {
        platform = new StandIn();
    }

    private void start(Dialect dialect, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("MINIPUSH_WECHAT_URL", platform.url().toString(), "MINIPUSH_CHANNEL", "subscribe"));
        all.addAll(List.of(settings));
        gateway = RunningGateway.on(dialect, all.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        platform.release();
        if (gateway != null) {
            gateway.close();
        }
        platform.close();
    }

    /** The users accept the template once each. */
    private void accept(List<String> users, String template) throws Exception {
        for (String user : users) {
            var answer = gateway.post("/v1/apps/" + APP + "/subscriptions", JSON.writeValueAsString(Map.of("openid", user, "accepted", List.of(template))));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
    }

    private List<String> send(List<String> users, String what, Map<String, ?> more) throws Exception {
        return send(users, what, more, text -> Map.of("thing1", Map.of("value", text)));
    }

    private List<String> send(List<String> users, String what, Map<String, ?> more, Function<String, Map<String, ?>> data) throws Exception {
        List<Map<String, Object>> items = new ArrayList<>();
        for (String user : users) {
            Map<String, Object> item = new HashMap<>(Map.of("touser", user, "template_id", "T", "data", data.apply(what + " " + items.size())));
            item.putAll(more);
            items.add(item);
        }
        var answer = gateway.post(RunningGateway.NOTIFICATIONS, JSON.writeValueAsString(items));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        List<String> ids = new ArrayList<>();
        RunningGateway.json(answer).path("ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private String sendOne(String user, String what, Map<String, ?> more) throws Exception {
        return send(List.of(user), what, more).get(0);
    }

    private JsonNode notification(String id) throws Exception {
        return RunningGateway.json(gateway.get("/v1/notifications/" + id));
    }

    private JsonNode awaitState(String id, String state) throws Exception {
        await().atMost(LONG).pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(notification(id).path("state").asText()).as(notification(id).toString()).isEqualTo(state));
        return notification(id);
    }

    private Map<String, Long> states() throws Exception {
        Map<String, Long> states = new HashMap<>();
        for (String state : List.of("accepted", "waiting", "sending", "sent", "uncertain", "failed")) {
            long count = gateway.count("SELECT count(*) FROM notification WHERE state = '" + state + "'");
            if (count > 0) {
                states.put(state, count);
            }
        }
        return states;
    }

    private void awaitStates(Map<String, Long> expected) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> assertThat(states()).isEqualTo(expected));
    }

    private void assertBooksBalance() throws Exception {
        JsonNode books = RunningGateway.json(gateway.get("/v1/apps/" + APP + "/books"));
        assertThat(books.at("/notifications/difference").asLong()).as(books.toString()).isZero();
        assertThat(books.at("/credits/difference").asLong()).as(books.toString()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void eachIsReceivedOnceOrUncertainWhereItsAnswerWasCut(Dialect dialect) throws Exception {
        start(dialect);
        List<String> users = Rehearsal.users(200);
        AtomicLong msgid = new AtomicLong(3248682510344192000L);
        Map<String, Long> told = new ConcurrentHashMap<>();
        platform.answer(message -> {
            if (message.text().endsWith("7")) {
                return StandIn.CUT;
            }
            told.put(message.touser(), msgid.incrementAndGet());
            return "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":" + told.get(message.touser()) + "}";
        });
        accept(users, "T");
        accept(users.subList(0, 50), "another-template");
        List<String> ids = send(users, "news", Map.of("page", "pages/news", "lang", "en_US"));

        awaitStates(Map.of("sent", 180L, "uncertain", 20L));
        assertThat(platform.received()).hasSize(200).allSatisfy(one -> {
            assertThat(one.path()).isEqualTo(SUBSCRIBE);
            assertThat(one.message().fieldNames()).toIterable()
                    .containsExactlyInAnyOrder("touser", "template_id", "page", "miniprogram_state", "lang", "data");
        });
        assertThat(platform.received().stream().map(StandIn.Received::text).collect(Collectors.toSet())).hasSize(200);
        JsonNode sent = notification(ids.get(0));
        assertThat(sent.path("channel").asText()).isEqualTo("subscribe");
        assertThat(sent.path("msgid").isTextual()).isTrue();
        assertThat(sent.path("msgid").asText()).isEqualTo(told.get(users.get(0)).toString());
        assertThat(gateway.count("SELECT count(DISTINCT msgid) FROM notification WHERE msgid > 3248682510344192000")).isEqualTo(180);
        JsonNode uncertain = notification(ids.get(7));
        assertThat(uncertain.path("attempts").asInt()).isEqualTo(1);
        assertThat(uncertain.path("msgid").isNull()).isTrue();
        assertThat(gateway.count("SELECT count(*) FROM credit")).as("of the other template").isEqualTo(50);
        assertBooksBalance();

        // A person decides about two of them.
        platform.answer(message -> StandIn.OK);
        accept(List.of(users.get(7)), "T");
        gateway.post("/v1/notifications/" + ids.get(7) + "/retry", "");
        gateway.post("/v1/notifications/" + ids.get(17) + "/cancel", "");
        awaitState(ids.get(7), "sent");
        awaitState(ids.get(17), "cancelled");
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE form_id IS NOT NULL")).as("of the others").isEqualTo(18);
        assertBooksBalance();
    }

    @Test
    void throughRoughWeatherEachIsReceivedOnceOrUncertain() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            start(Dialect.POSTGRESQL, "MINIPUSH_WECHAT_URL", simulator.url().toString());
            SimulatedPlatform wechat = simulator.platform();
            List<String> users = new ArrayList<>(Rehearsal.users(150));
            users.addAll(Rehearsal.users(150));
            users.forEach(user -> wechat.subscriptions().accept(APP, user, DefaultTemplates.PICKUP));
            accept(users, DefaultTemplates.PICKUP);
            wechat.inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.BUSY).rate(0.1));
            wechat.inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.CUT_BEFORE).rate(0.04));
            wechat.inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.CUT_AFTER).rate(0.04));
            wechat.inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.HTTP_502_AFTER).rate(0.04));

            send(users, "n", Map.of("template_id", DefaultTemplates.PICKUP), text -> Map.of("thing1", Map.of("value", text),
                    "time2", Map.of("value", "15:01"), "thing3", Map.of("value", "-")));

            await().atMost(LONG).pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(states().keySet()).isSubsetOf("sent", "uncertain").contains("sent"));
            long doubts = wechat.faults().stream().skip(1).mapToLong(FaultReport::hits).sum();
            assertThat(states().getOrDefault("uncertain", 0L)).isEqualTo(doubts).isPositive();
            List<ReceivedMessage> received = wechat.subscriptions().messages(APP, 0);
            assertThat(received.stream().map(one -> one.data().at("/thing1/value").asText())).doesNotHaveDuplicates();
            assertThat(wechat.scoreboard(APP).subscribe().sentTwice()).isZero();
            assertThat(wechat.scoreboard(APP).breaches()).isEmpty();
            Set<String> numbers = received.stream().map(ReceivedMessage::msgid).collect(Collectors.toSet());
            for (String sent : sentNumbers()) {
                assertThat(numbers).as("what counts as sent has arrived").contains(sent);
            }
            assertBooksBalance();
        }
    }

    private List<String> sentNumbers() throws Exception {
        List<String> numbers = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = RunningGateway.json(gateway.get(RunningGateway.NOTIFICATIONS + "?state=sent&limit=500" + cursor));
            page.path("notifications").forEach(one -> numbers.add(one.path("msgid").asText()));
            cursor = page.path("next_cursor").isNull() ? null : "&cursor=" + page.path("next_cursor").asText();
        }
        return numbers;
    }

    @Test
    void whoWouldRatherHaveItTwiceThanNotAtAllGetsItAgain() throws Exception {
        start(Dialect.H2);
        AtomicInteger posts = new AtomicInteger();
        platform.answer(message -> posts.incrementAndGet() == 1 ? StandIn.CUT : StandIn.OK);
        accept(List.of("o-1", "o-1"), "T");

        String id = sendOne("o-1", "rather twice", Map.of("on_uncertain", "resend"));

        assertThat(awaitState(id, "sent").path("attempts").asInt()).isEqualTo(2);
        assertThat(platform.received()).hasSize(2);
        assertBooksBalance();
    }

    @Test
    void systemBusyIsNotSentAndTriedAgainWithTheSubscriptionThatCameBack() throws Exception {
        start(Dialect.H2);
        AtomicInteger posts = new AtomicInteger();
        platform.answer(message -> posts.incrementAndGet() == 1 ? "{\"errcode\":-1,\"errmsg\":\"system error\"}" : StandIn.OK);
        accept(List.of("o-1"), "T");

        String id = sendOne("o-1", "busy", Map.of());

        assertThat(awaitState(id, "sent").path("attempts").asInt()).isEqualTo(2);
        assertBooksBalance();
    }

    @ParameterizedTest
    @EnumSource
    void aUserWhoRefusesHasNothingLeftAndTheNextAcceptanceWakes(Dialect dialect) throws Exception {
        start(dialect);
        platform.answer(message -> "{\"errcode\":43101,\"errmsg\":\"user refuse to accept the msg\"}");
        accept(List.of("o-1", "o-1", "o-1"), "T");
        accept(List.of("o-1"), "another-template");
        accept(List.of("o-2"), "T");

        String waits = sendOne("o-1", "waits", Map.of());
        String fails = sendOne("o-2", "fails", Map.of("on_no_credit", "fail"));

        JsonNode waiting = awaitState(waits, "waiting");
        assertThat(waiting.path("errcode").asInt()).isEqualTo(43101);
        assertThat(awaitState(fails, "failed").path("reason").asText()).isEqualTo("no_credit");
        assertThat(platform.received()).as("each was posted once").hasSize(2);
        assertThat(gateway.count("SELECT count(*) FROM credit")).as("of the other template").isEqualTo(1);
        assertThat(RunningGateway.json(gateway.get("/v1/apps/" + APP + "/books")).at("/credits/refused").asLong()).isEqualTo(4);
        assertBooksBalance();

        platform.answer(message -> StandIn.OK);
        accept(List.of("o-1"), "T");
        awaitState(waits, "sent");
        assertBooksBalance();
    }

    @Test
    void aLongTermTemplateNeedsNoSubscriptionUntilItsUserRefuses() throws Exception {
        start(Dialect.H2);
        gateway.post("/v1/apps/" + APP + "/pause", "");
        List<String> ids = send(List.of("o-sent", "o-cut", "o-refuses"), "long-term", Map.of());
        gateway.update("UPDATE notification SET purse = NULL");
        platform.answer(message -> switch (message.touser()) {
            case "o-sent" -> StandIn.OK;
            case "o-cut" -> StandIn.CUT;
            default -> "{\"errcode\":43101}";
        });
        gateway.post("/v1/apps/" + APP + "/resume", "");

        awaitState(ids.get(0), "sent");
        awaitState(ids.get(1), "uncertain");
        awaitState(ids.get(2), "waiting");
        assertThat(gateway.query("SELECT wait_key FROM notification WHERE id = '" + ids.get(2) + "'")).isEqualTo(Purse.of("o-refuses", "T"));
        assertBooksBalance();

        platform.answer(message -> StandIn.OK);
        accept(List.of("o-refuses"), "T");
        gateway.post("/v1/notifications/" + ids.get(1) + "/retry", "");
        awaitStates(Map.of("sent", 3L));
        assertBooksBalance();
    }

    @Test
    void aUserGetsOneAfterTheOtherInOrderWhileOthersGetTheirs() throws Exception {
        start(Dialect.H2);
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            users.add("o-many");
            users.add("o-" + i);
        }
        accept(users, "T");
        gateway.post("/v1/apps/" + APP + "/pause", "");
        List<String> ids = send(users, "in turn", Map.of());
        platform.hold();
        gateway.post("/v1/apps/" + APP + "/resume", "");
        await().atMost(LONG).until(() -> platform.held() == 21);
        platform.release();

        awaitStates(Map.of("sent", (long) ids.size()));
        assertThat(platform.mostOfOneUser()).as("posts to one user at a time").isEqualTo(1);
        assertThat(platform.received().stream().filter(one -> one.touser().equals("o-many")).map(one -> Integer.valueOf(one.text().substring(8))).toList())
                .isSorted().hasSize(20);
    }

    @Test
    void aNodeThatDiesLeavesAtMostSoManyUncertainAsItMayHaveInFlight() throws Exception {
        start(Dialect.H2, "MINIPUSH_MAX_IN_FLIGHT", "8");
        List<String> users = Rehearsal.users(100);
        accept(users, "T");
        platform.hold();
        send(users, "while it dies", Map.of());
        await().atMost(LONG).until(() -> platform.held() == 8);

        assertThat(gateway.count("SELECT count(*) FROM notification WHERE state = 'sending'")).as("none is claimed ahead").isEqualTo(8);
        gateway.update("INSERT INTO node (name, started_at, heartbeat_at) VALUES ('dead', '2026-01-01 00:00:00', '2026-01-01 00:00:00')");
        gateway.update("UPDATE notification SET node_id = (SELECT node_id FROM node WHERE name = 'dead') WHERE state = 'sending'");

        await().atMost(LONG).until(() -> gateway.count("SELECT count(*) FROM notification WHERE state = 'uncertain' AND reason = 'sender_died'") == 8);
        platform.release();
        awaitStates(Map.of("uncertain", 8L, "sent", 92L));
        Map<String, Long> times = platform.received().stream().collect(Collectors.groupingBy(StandIn.Received::touser, Collectors.counting()));
        assertThat(Set.copyOf(times.values())).as("each user got it").containsExactly(1L);
        assertThat(times).hasSize(100);
        assertBooksBalance();
    }

    @Test
    void aCallThatThePlatformHasWithdrawnStopsItsChannelAndNothingElse() throws Exception {
        start(Dialect.H2);
        platform.answer(message -> message.path().equals(SUBSCRIBE) ? StandIn.OK : "{\"errcode\":45103,\"errmsg\":\"This API has been unsupported\"}");
        List<String> users = Rehearsal.users(30);
        for (String user : users) {
            gateway.post(RunningGateway.FORM_IDS, JSON.writeValueAsString(Map.of("openid", user, "form_id", "form-of-" + user)));
        }
        accept(users, "T");

        List<String> classic = send(users, "classic", Map.of("channel", "template"));
        await().atMost(LONG).until(() -> gateway.count("SELECT count(*) FROM notification WHERE hold_key = 'channel template'") == 30);
        send(users, "of today", Map.of());

        awaitStates(Map.of("accepted", 30L, "sent", 30L));
        assertThat(notification(classic.get(0)).path("channel").asText()).isEqualTo("template");
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE kind = 'form'")).as("formIds that came back").isEqualTo(30);
        JsonNode app = RunningGateway.json(gateway.get("/v1/apps/" + APP));
        assertThat(app.path("hold_until").isNull()).as("the app does not rest: " + app).isTrue();
        assertThat(app.path("held_templates")).isEmpty();
        JsonNode withdrawn = app.path("withdrawn_channels").path(0);
        assertThat(withdrawn.path("channel").asText()).isEqualTo("template");
        assertThat(withdrawn.path("errcode").asInt()).isEqualTo(45103);
        assertThat(withdrawn.path("reason").asText()).contains("wx.requestSubscribeMessage");
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.getManagement("/metrics").body()).contains(
                "minipush_channel_withdrawn{app=\"" + APP + "\",channel=\"template\"} 1.0",
                "minipush_channel_withdrawn{app=\"" + APP + "\",channel=\"subscribe\"} 0.0"));

        platform.answer(message -> StandIn.OK);
        JsonNode resumed = RunningGateway.json(gateway.post("/v1/apps/" + APP + "/resume", ""));
        assertThat(resumed.path("withdrawn_channels")).isEmpty();
        awaitStates(Map.of("sent", 60L));
        assertThat(RunningGateway.json(gateway.get("/v1/apps/" + APP + "/audit")).at("/deeds/0/detail").asText()).contains("template");
        assertBooksBalance();
    }
}
