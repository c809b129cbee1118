package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.OTHER_SECRET;
import static io.minipush.simulator.PlatformClient.SECRET;
import static io.minipush.simulator.PlatformClient.message;
import static io.minipush.simulator.PlatformClient.tokenQuery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {
    private static final String USER = "o-user-0001";
    /** Written down here once more, so that the test does not ask the simulator what it should do. */
    private static final Set<FaultKind> ACCEPTING = EnumSet.of(FaultKind.CUT_AFTER, FaultKind.HANG_AFTER, FaultKind.HTTP_500_AFTER,
            FaultKind.HTTP_502_AFTER, FaultKind.GARBAGE_AFTER, FaultKind.BUSY_AFTER);

    private Simulator simulator;
    private SimulatedPlatform platform;
    private PlatformClient client;
    private String token;
    private String form;

    @BeforeEach
    void start() {
        simulator = PlatformClient.startSimulator();
        platform = simulator.platform();
        client = new PlatformClient(simulator);
        token = client.stableToken();
        form = platform.issueForm(APP, USER);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource
    void aFaultLeavesTheFormIdUsedExactlyIfThePlatformHadAccepted(FaultKind kind) {
        boolean accepts = ACCEPTING.contains(kind);
        Fault fault = new Fault(Api.TEMPLATE_SEND, kind, 1, 1L, kind == FaultKind.ERRCODE ? 48004 : null, null, null);
        platform.inject(fault);
        try {
            client.exchange(client.send(token, message(USER, form, "x")).timeout(Duration.ofMillis(400)));
        } catch (IOException cutOrTimeout) {
            assertThat(kind.name()).matches("CUT_.*|HANG_.*|AWAY");
        }
        assertThat(platform.messages(APP, 0)).hasSize(accepts ? 1 : 0);
        assertThat(platform.messages(APP, 0)).noneMatch(AcceptedMessage::answered);
        Scoreboard score = platform.scoreboard(APP);
        assertThat(score.requests(Api.TEMPLATE_SEND, kind == FaultKind.ERRCODE ? "errcode_48004" : kind.wireName())).isEqualTo(1);

        int repeated = client.errcode(client.send(token, message(USER, form, "x")));
        assertThat(repeated).isEqualTo(accepts ? 41029 : 0);
        assertThat(platform.scoreboard(APP).messagesAccepted()).isEqualTo(1);
        assertThat(platform.scoreboard(APP).breachCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "AWAY"})
    void aCutConnectionEndsWithoutOneByteOfAnAnswer(FaultKind kind) throws IOException {
        platform.inject(Fault.of(Api.TEMPLATE_SEND, kind));
        byte[] body = message(USER, form, "x").toString().getBytes(StandardCharsets.UTF_8);
        String head = "POST " + PlatformClient.SEND + "?access_token=" + token + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", simulator.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_500, 500", "HTTP_500_AFTER, 500", "HTTP_502, 502", "HTTP_502_AFTER, 502"})
    void aBrokenServerAnswersWithItsStatusAndHtml(FaultKind kind, int status) throws IOException {
        platform.inject(Fault.of(Api.TEMPLATE_SEND, kind));
        HttpResponse<String> answer = client.exchange(client.send(token, message(USER, form, "x")));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("<html>");
    }

    @Test
    void garbageIsStatus200AndNoJson() throws IOException {
        platform.inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.GARBAGE_AFTER));
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = client.exchange(client.send(token, message(USER, platform.issueForm(APP, USER), "x" + i)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> PlatformClient.JSON.readTree(answer.body())).isInstanceOf(IOException.class);
        }
        assertThat(platform.scoreboard(APP).messagesAccepted()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "BUSY_AFTER"})
    void aBusyPlatformAnswersMinusOne(FaultKind kind) {
        platform.inject(Fault.of(Api.TEMPLATE_SEND, kind));
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isEqualTo(-1);
    }

    @Test
    void anErrcodeIsAnsweredAsOrdered() {
        platform.inject(Fault.errcode(Api.TEMPLATE_SEND, 45009));
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isEqualTo(45009);
    }

    @Test
    void aHangingAnswerComesAfterItsTime() throws IOException {
        platform.inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.HANG_AFTER).lasting(Duration.ofMillis(300)));
        long before = System.nanoTime();
        assertThat(client.exchange(client.send(token, message(USER, form, "x"))).body()).contains("\"errcode\":0");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(290));
        assertThat(platform.messages(APP, 0).get(0).answered()).isTrue();
    }

    @Test
    void aRequestThatHangsBeforeThePlatformSawItIsCutAfterItsTime() {
        platform.inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.HANG_BEFORE).lasting(Duration.ofMillis(100)));
        assertThatThrownBy(() -> client.exchange(client.send(token, message(USER, form, "x"))))
                .isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
        assertThat(platform.messages(APP, 0)).isEmpty();
    }

    @Test
    void aFaultWithACountIsOverAfterSoManyHits() {
        platform.inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.BUSY).times(2));
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            codes.add(client.errcode(client.send(token, message(USER, form, "x"))));
        }
        assertThat(codes).containsExactly(-1, -1, 0);
        assertThat(platform.faults()).singleElement().satisfies(report -> {
            assertThat(report.hits()).isEqualTo(2);
            assertThat(report.over()).isTrue();
        });
    }

    @Test
    void aFaultWithARateHitsItsShareAndTheSameSeedHitsTheSame() throws IOException {
        List<Integer> first = coins();
        assertThat(first).contains(0, -1);
        assertThat(first.stream().filter(code -> code == -1).count()).isBetween(15L, 45L);
        assertThat(coins()).isEqualTo(first);
    }

    private static List<Integer> coins() throws IOException {
        List<Integer> codes = new ArrayList<>();
        try (Simulator seeded = Simulator.start(SimulatorOptions.defaults().withSeed(42).withApp(APP, SECRET))) {
            seeded.platform().inject(Fault.of(Api.TOKEN, FaultKind.BUSY).rate(0.3));
            PlatformClient caller = new PlatformClient(seeded);
            for (int i = 0; i < 100; i++) {
                codes.add(caller.errcode(caller.get(tokenQuery(APP, SECRET))));
            }
        }
        return codes;
    }

    @Test
    void aFaultMeetsOnlyItsApiAndItsApp() {
        platform.inject(Fault.of(Api.TOKEN, FaultKind.BUSY).onlyFor(APP));
        assertThat(client.errcode(client.get(tokenQuery(APP, SECRET)))).isEqualTo(-1);
        assertThat(client.errcode(client.get(tokenQuery(OTHER_APP, OTHER_SECRET)))).isZero();
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isZero();
    }

    @Test
    void aFaultOfAnAppMeetsTheCallsThatNameTheAppInTheBodyOrByTheToken() {
        platform.inject(Fault.of(null, FaultKind.BUSY).onlyFor(APP));
        assertThat(client.errcode(client.stable(false))).isEqualTo(-1);
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isEqualTo(-1);
    }

    @Test
    void theFirstFaultThatFiresWinsAndAClearedOneIsGone() {
        platform.inject(Fault.errcode(Api.TEMPLATE_SEND, 45011).times(1));
        platform.inject(Fault.errcode(null, 48004));
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isEqualTo(45011);
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isEqualTo(48004);
        platform.clearFaults();
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isZero();
    }

    @Test
    void aPausedPlatformAcceptsButAnswersOnlyWhenReleased() throws Exception {
        platform.pause(Api.TEMPLATE_SEND);
        CompletableFuture<HttpResponse<String>> answer = client.exchangeLater(client.send(token, message(USER, form, "x")));
        await().atMost(Duration.ofSeconds(5)).until(() -> platform.scoreboard(null).heldAnswers() == 1);
        assertThat(answer).isNotDone();
        assertThat(platform.messages(APP, 0)).singleElement().satisfies(m -> assertThat(m.answered()).isFalse());
        client.stableToken();
        assertThat(platform.release(null)).isEqualTo(1);
        assertThat(answer.get(5, TimeUnit.SECONDS).body()).contains("\"errcode\":0");
        assertThat(platform.messages(APP, 0).get(0).answered()).isTrue();
    }

    @Test
    void latencyCostsNoThreads() {
        platform.latency(Duration.ofMillis(500));
        List<FormGrant> forms = platform.issueForms(APP, List.of(USER), 256, FormKind.FORM, Duration.ZERO);
        long before = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (FormGrant grant : forms) {
            answers.add(client.exchangeLater(client.send(token, message(USER, grant.formId(), grant.formId()))));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().body()).contains("\"errcode\":0"));
        // if each kept one of the simulator's sixteen threads waiting, they would take 8 s
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
        assertThat(platform.scoreboard(APP).messagesAccepted()).isEqualTo(256);
    }
}
