package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.OTHER_SECRET;
import static io.minipush.simulator.PlatformClient.SECRET;
import static io.minipush.simulator.PlatformClient.message;
import static io.minipush.simulator.PlatformClient.tokenQuery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreboardTest {
    private static final String USER = "o-user-0001";
    private Simulator simulator;
    private SimulatedPlatform platform;
    private PlatformClient client;

    @BeforeEach
    void start() {
        simulator = PlatformClient.startSimulator();
        platform = simulator.platform();
        client = new PlatformClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void theSameMessageOnTwoFormIdsIsSentTwice() {
        String token = client.stableToken();
        for (int i = 0; i < 3; i++) {
            client.json(client.send(token, message(USER, platform.issueForm(APP, USER), "same")));
        }
        client.json(client.send(token, message(USER, platform.issueForm(APP, USER), "other")));
        client.json(client.send(token, message("o-user-0002", platform.issueForm(APP, "o-user-0002"), "same")));
        Scoreboard score = platform.scoreboard(APP);
        assertThat(score.messagesAccepted()).isEqualTo(5);
        assertThat(score.sentTwice()).isEqualTo(2);
        assertThat(score.firstAcceptAt()).isBeforeOrEqualTo(score.lastAcceptAt());
    }

    @Test
    void theFormsAddUp() {
        String token = client.stableToken();
        platform.issueForms(APP, List.of("o-a001", "o-b001"), 2, FormKind.FORM, Duration.ZERO);
        platform.issueForms(APP, List.of("o-a001"), 3, FormKind.FORM, Duration.ofDays(8));
        client.json(client.send(token, message(USER, platform.issueForm(APP, USER), "x")));
        platform.issueForm(OTHER_APP, USER);
        assertThat(platform.scoreboard(APP).forms()).isEqualTo(new Scoreboard.Forms(8, 1, 4, 3));
        assertThat(platform.scoreboard(null).forms()).isEqualTo(new Scoreboard.Forms(9, 1, 5, 3));
    }

    @Test
    void requestsAreCountedByTheirAnswer() {
        client.json(client.get(tokenQuery(APP, SECRET)));
        client.json(client.get(tokenQuery(APP, "wrong")));
        client.json(client.get(tokenQuery("wx9999999999999999", "wrong")));
        client.json(client.get(tokenQuery(OTHER_APP, OTHER_SECRET)));
        assertThat(platform.scoreboard(APP).requests(Api.TOKEN, "0")).isEqualTo(1);
        assertThat(platform.scoreboard(APP).requests(Api.TOKEN, "40125")).isEqualTo(1);
        assertThat(platform.scoreboard(APP).tokenFetches()).isEqualTo(1);
        assertThat(platform.scoreboard(null).requests(Api.TOKEN, "0")).isEqualTo(2);
        assertThat(platform.scoreboard(null).requests(Api.TOKEN, "40013")).isEqualTo(1);
    }

    @Test
    void aPathThatIsNotThePlatformsIsABreach() throws IOException {
        HttpResponse<String> answer = client.exchange(client.get("/cgi-bin/message/subscribe/sent"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("40066");
        assertThat(platform.scoreboard(null).breaches(Breach.UNKNOWN_CALL)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "Bearer %s", "{\"a\":\"%s\"}", "a=1; b=%s"})
    void anOpenidAFormIdOrATokenInAHeaderIsABreach(String shape) {
        String token = client.stableToken();
        String form = platform.issueForm(APP, USER);
        long seen = 0;
        for (String secret : List.of(USER, form, token)) {
            client.json(client.get(tokenQuery(APP, SECRET)).header("X-Exchange", shape.formatted(secret)));
            assertThat(platform.scoreboard(APP).breaches(Breach.PRIVATE_DATA_IN_HEADER)).isEqualTo(++seen);
        }
        assertThat(platform.scoreboard(APP).breaches()).singleElement()
                .satisfies(breach -> assertThat(breach.example()).isEqualToIgnoringCase("X-Exchange"));
    }

    @Test
    void anOrdinaryHeaderIsNoBreach() {
        String token = client.stableToken();
        client.json(client.send(token, message(USER, platform.issueForm(APP, USER), "x")).header("X-Trace", "abcdef-0123456789"));
        assertThat(platform.scoreboard(null).breachCount()).isZero();
    }

    @Test
    void tokenCallsOfOneAppAtTheSameTimeAreCounted() {
        client.stableToken();
        client.stableToken();
        client.json(client.get(tokenQuery(OTHER_APP, OTHER_SECRET)));
        assertThat(platform.scoreboard(APP).overlappingTokenCalls()).isEqualTo(new Scoreboard.TokenCalls(1, 0));

        platform.pause(null);
        List<CompletableFuture<HttpResponse<String>>> answers = List.of(
                client.exchangeLater(client.stable(false)), client.exchangeLater(client.stable(false)),
                client.exchangeLater(client.get(tokenQuery(APP, SECRET))));
        await().atMost(Duration.ofSeconds(5)).until(() -> platform.scoreboard(null).heldAnswers() == 3);
        platform.release(null);
        answers.forEach(CompletableFuture::join);
        client.stableToken();
        assertThat(platform.scoreboard(APP).overlappingTokenCalls()).isEqualTo(new Scoreboard.TokenCalls(3, 2));
        assertThat(platform.scoreboard(OTHER_APP).overlappingTokenCalls().max()).isEqualTo(1);
    }

    @Test
    void aRepeatAfterATokenCallThatAFaultAteDoesNotOverlapIt() {
        platform.inject(Fault.of(Api.STABLE_TOKEN, FaultKind.HANG_AFTER).times(1));
        CompletableFuture<HttpResponse<String>> hanging = client.exchangeLater(client.stable(false));
        await().atMost(Duration.ofSeconds(5)).until(() -> platform.faults().get(0).over());
        client.stableToken();
        assertThat(platform.scoreboard(APP).overlappingTokenCalls().times()).isZero();
        assertThat(hanging).isNotDone();
    }

    @Test
    void theLastHundredMessagesAreKeptAsTheyCameOverTheWire() {
        String token = client.stableToken();
        platform.issueForm(APP, USER);
        for (int i = 0; i < 105; i++) {
            client.json(client.send(token, message(USER, "form" + i, "您好")).header("X-Number", "n" + i));
        }
        List<SeenRequest> seen = platform.requests(APP);
        assertThat(seen).hasSize(100);
        SeenRequest last = seen.get(99);
        assertThat(last.method()).isEqualTo("POST");
        assertThat(last.path()).isEqualTo(PlatformClient.SEND);
        assertThat(last.query()).isEqualTo("access_token=" + token);
        assertThat(last.header("x-number")).containsExactly("n104");
        assertThat(last.body()).isEqualTo(message(USER, "form104", "您好").toString());
        assertThat(platform.requests(OTHER_APP)).isEmpty();
    }

    @Test
    void aResetForgetsAllButTheAppsAndIssuesNoIdAgain() {
        String token = client.stableToken();
        String form = platform.issueForm(APP, USER);
        client.json(client.send(token, message(USER, form, "x")));
        platform.addApp("wx3333333333333333", "third");
        platform.inject(Fault.of(null, FaultKind.AWAY));
        platform.reset();
        assertThat(platform.faults()).isEmpty();
        assertThat(platform.messages(null, 0)).isEmpty();
        assertThat(platform.scoreboard(null).requests()).isEmpty();
        assertThat(client.errcode(client.send(token, message(USER, form, "x")))).isEqualTo(40001);
        assertThat(client.errcode(client.get(tokenQuery("wx3333333333333333", "third")))).isZero();
        assertThat(platform.issueForm(APP, USER)).isNotEqualTo(form);
    }

    @Test
    void aHundredThousandFormIdsAtOnceAreAllDifferent() {
        List<String> users = IntStream.range(0, 100_000).mapToObj(i -> "o-user-" + i).toList();
        List<FormGrant> grants = platform.issueForms(APP, users, 1, FormKind.FORM, Duration.ZERO);
        assertThat(grants.stream().map(FormGrant::formId).distinct().count()).isEqualTo(100_000);
        assertThat(grants.get(99_999).formId()).matches("[0-9a-f]{32}");
        assertThat(grants.get(99_999).openid()).isEqualTo("o-user-99999");
    }
}
