package io.minipush.sdk;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.bean.WxMaSubscribeMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.simulator.AcceptedMessage;
import io.minipush.simulator.Api;
import io.minipush.simulator.DefaultTemplates;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.ReceivedMessage;
import io.minipush.simulator.Scoreboard;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.simulator.SubscribeTemplate;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import me.chanjar.weixin.common.bean.subscribemsg.TemplateInfo;
import me.chanjar.weixin.common.error.WxErrorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a real SDK to the users: what was answered 0 arrives once, or is known to be uncertain. */
class WxJavaDeliveryIT {

    private static final String[] BEARER = {"Authorization", "Bearer " + WxJava.KEY};
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String TEMPLATE = DefaultTemplates.ROOM;
    private static final int USERS = 50;
    private static final int EACH = 20;
    private static final int MESSAGES = USERS * EACH;

    private static Simulator simulator;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.defaults());
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", WxJava.KEY, "MINIPUSH_WECHAT_URL", simulator.url().toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        simulator.close();
    }

    private static SimulatedPlatform platform() {
        return simulator.platform();
    }

    @Test
    void aThousandMessagesAreReceivedOnceOrUncertainAndTheBooksBalance() throws Exception {
        List<String> users = IntStream.range(0, USERS).mapToObj(i -> "o-user-" + i).toList();
        for (String user : users) {
            accept(user);
        }
        platform().inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.CUT_BEFORE).rate(0.03));
        platform().inject(Fault.of(Api.SUBSCRIBE_SEND, FaultKind.CUT_AFTER).rate(0.03));

        send(WxJava.at(gateway, true), users);

        await().atMost(LONG).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(count("sent") + count("uncertain")).isEqualTo(MESSAGES));
        Scoreboard score = platform().scoreboard(APP);
        platform().clearFaults();
        long cutBefore = score.requests(Api.SUBSCRIBE_SEND, FaultKind.CUT_BEFORE.wireName());
        long cutAfter = score.requests(Api.SUBSCRIBE_SEND, FaultKind.CUT_AFTER.wireName());
        assertThat(cutBefore).isPositive();
        assertThat(cutAfter).isPositive();
        assertThat(count("uncertain")).as("no more than were really cut").isLessThanOrEqualTo(cutBefore + cutAfter);
        List<ReceivedMessage> received = platform().subscriptions().messages(APP, 0).stream().filter(message -> message.templateId().equals(TEMPLATE)).toList();
        assertThat(received).as("those that were sent, and those whose answer was cut").hasSize((int) (count("sent") + cutAfter));
        assertThat(received.stream().map(message -> message.touser() + message.data()).collect(Collectors.toSet())).as("none twice").hasSameSizeAs(received);
        assertThat(score.subscribe().sentTwice()).isZero();
        assertThat(score.subscribe().sentWithoutCredit()).isZero();
        assertThat(score.breaches()).isEmpty();
        assertBooksBalance();
    }

    private static long count(String state) throws Exception {
        return gateway.count("SELECT count(*) FROM notification WHERE template_id = '" + TEMPLATE + "' AND state = '" + state + "'");
    }

    private static void accept(String user) throws Exception {
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            platform().subscriptions().accept(APP, user, TEMPLATE);
            accepted.add(TEMPLATE);
        }
        var stored = gateway.post("/v1/apps/" + APP + "/subscriptions", new ObjectMapper().writeValueAsString(Map.of("openid", user, "accepted", accepted)), BEARER);
        assertThat(json(stored).path("stored").intValue()).as(stored.body()).isEqualTo(EACH);
    }

    /** Eight threads, as a web application has. */
    private static void send(WxMaService wxJava, List<String> users) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> sends = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                WxMaSubscribeMessage message = WxMaSubscribeMessage.builder().toUser(users.get(i % USERS)).templateId(TEMPLATE)
                        .data(List.of(new WxMaSubscribeMessage.MsgData("thing1", "小王 " + i), new WxMaSubscribeMessage.MsgData("enum2", "客厅"))).build();
                sends.add(threads.submit(() -> {
                    wxJava.getSubscribeService().sendSubscribeMsg(message);
                    return null;
                }));
            }
            for (Future<?> send : sends) {
                send.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theLastVersionWithTemplateMessagesReachesItsUsersWithAndWithoutAFormIdOfItsOwn() throws Exception {
        String own = platform().issueForm(APP, "o-old");
        String collected = platform().issueForm(APP, "o-old");
        assertThat(gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"o-old\",\"form_id\":\"" + collected + "\"}", BEARER).statusCode()).isEqualTo(201);
        assertThat(WxJava.oldProgram(gateway, "o-old", own, "-", own, "the formId is a mock one")).containsExactly(0, 0, 41029, 41028);
        await().atMost(LONG).untilAsserted(() -> assertThat(platform().messages(APP, 0)).extracting(AcceptedMessage::formId).containsExactlyInAnyOrder(own, collected));
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-old' AND state = 'sent'")).isEqualTo(2));
        assertThat(platform().messages(APP, 0)).extracting(message -> message.data().toString()).allMatch(data -> data.contains("订单 1"));
        assertThat(platform().scoreboard(APP).breaches()).isEmpty();
        assertBooksBalance();
    }

    @Test
    void theTemplatesAreThePlatformsOwnAndAMessageIsHeldAgainstThem() throws Exception {
        platform().subscriptions().accept(APP, "o-patient", DefaultTemplates.CLINIC);
        WxMaService wxJava = WxJava.at(gateway, false);
        assertThat(wxJava.getSubscribeService().getTemplateList()).extracting(TemplateInfo::getPriTmplId)
                .containsExactlyElementsOf(DefaultTemplates.ALL.stream().map(SubscribeTemplate::priTmplId).toList());
        WxMaSubscribeMessage half = WxMaSubscribeMessage.builder().toUser("o-half").templateId(TEMPLATE)
                .data(List.of(new WxMaSubscribeMessage.MsgData("thing1", "小王"))).build();
        WxErrorException refused = catchThrowableOfType(WxErrorException.class, () -> wxJava.getSubscribeService().sendSubscribeMsg(half));
        assertThat(refused.getError().getErrorCode()).isEqualTo(47003);
        assertThat(refused.getError().getJson()).contains("data.enum2 is missing");
        wxJava.getSubscribeService().sendSubscribeMsg(WxMaSubscribeMessage.builder().toUser("o-patient").templateId(DefaultTemplates.CLINIC)
                .data(List.of(new WxMaSubscribeMessage.MsgData("thing1", "内科"), new WxMaSubscribeMessage.MsgData("time2", "15:01"))).build());
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.query("SELECT state FROM notification WHERE touser = 'o-patient'"))
                .as("a long-term template needs no subscription").isEqualTo("sent"));
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-half'")).isZero();
    }

    private static void assertBooksBalance() throws Exception {
        JsonNode books = json(gateway.get("/v1/apps/" + APP + "/books", BEARER));
        assertThat(books.findValues("difference")).as(books.toString()).hasSize(2).allMatch(difference -> difference.intValue() == 0);
    }
}
