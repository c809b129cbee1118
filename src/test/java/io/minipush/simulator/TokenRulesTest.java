package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.OTHER_SECRET;
import static io.minipush.simulator.PlatformClient.SECRET;
import static io.minipush.simulator.PlatformClient.message;
import static io.minipush.simulator.PlatformClient.tokenQuery;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRulesTest {
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

    @ParameterizedTest
    @CsvSource({
        "grant_type=client_credential&appid=wx1111111111111111&secret=first-secret-of-a-test, 0",
        "grant_type=other&appid=wx1111111111111111&secret=first-secret-of-a-test, 40002",
        "appid=wx1111111111111111&secret=first-secret-of-a-test, 40002",
        "grant_type=client_credential&secret=first-secret-of-a-test, 41002",
        "grant_type=client_credential&appid=wx1111111111111111, 41004",
        "grant_type=client_credential&appid=wx9999999999999999&secret=first-secret-of-a-test, 40013",
        "grant_type=client_credential&appid=wx1111111111111111&secret=second-secret-of-a-test, 40125"})
    void aTokenIsGivenOnlyForTheRightCredentials(String query, int errcode) {
        assertThat(client.errcode(client.get("/cgi-bin/token?" + query))).isEqualTo(errcode);
    }

    @Test
    void aTokenAnswerHasNoErrcodeAndSaysHowLongItLives() throws IOException {
        HttpResponse<String> answer = client.exchange(client.get(tokenQuery(APP, SECRET)));
        JsonNode json = PlatformClient.JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.has("errcode")).isFalse();
        assertThat(json.path("expires_in").asInt()).isEqualTo(7200);
        assertThat(json.path("access_token").asText()).hasSizeGreaterThan(100);
    }

    @Test
    void anErrorIsStatus200AndItsTextNeverTheSameTwice() throws IOException {
        HttpResponse<String> one = client.exchange(client.get(tokenQuery(APP, "wrong")));
        HttpResponse<String> two = client.exchange(client.get(tokenQuery(APP, "wrong")));
        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(PlatformClient.JSON.readTree(one.body()).path("errmsg").asText())
                .matches("invalid appsecret rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}");
        assertThat(one.body()).isNotEqualTo(two.body());
    }

    @Test
    void aNewClassicTokenLeavesTheOldOneFiveMinutes() {
        String first = client.classicToken();
        String second = client.classicToken();
        assertThat(first).isNotEqualTo(second);
        assertThat(useOf(first)).isZero();
        assertThat(useOf(second)).isZero();
        platform.clockOffset(Duration.ofSeconds(299));
        assertThat(useOf(first)).isZero();
        platform.clockOffset(Duration.ofSeconds(301));
        assertThat(useOf(first)).isEqualTo(40001);
        assertThat(useOf(second)).isZero();
    }

    @Test
    void aTokenDiesOfAgeAfterItsLife() {
        String token = client.classicToken();
        platform.clockOffset(Duration.ofSeconds(7190));
        assertThat(useOf(token)).isZero();
        platform.clockOffset(Duration.ofSeconds(7210));
        assertThat(useOf(token)).isEqualTo(42001);
    }

    @Test
    void theLifeOfATokenCanBeSet() {
        platform.settings(PlatformSettings.REAL.withTokenLife(Duration.ofSeconds(600)));
        assertThat(client.json(client.get(tokenQuery(APP, SECRET))).path("expires_in").asInt()).isEqualTo(600);
    }

    @Test
    void everybodyWhoAsksGetsTheSameStableToken() {
        assertThat(client.stableToken()).isEqualTo(client.stableToken());
    }

    @Test
    void aStableAnswerTellsTheRestOfItsLife() {
        client.stableToken();
        platform.clockOffset(Duration.ofSeconds(6000));
        assertThat(client.json(client.stable(false)).path("expires_in").asInt()).isBetween(1190, 1200);
    }

    @Test
    void aStableTokenRenewsItselfInItsLastFiveMinutesAndBothAreGoodThen() {
        String first = client.stableToken();
        platform.clockOffset(Duration.ofSeconds(6890));
        assertThat(client.stableToken()).isEqualTo(first);
        platform.clockOffset(Duration.ofSeconds(6905));
        JsonNode renewed = client.json(client.stable(false));
        assertThat(renewed.path("access_token").asText()).isNotEqualTo(first);
        assertThat(renewed.path("expires_in").asInt()).isEqualTo(7200);
        assertThat(useOf(first)).isZero();
        assertThat(useOf(renewed.path("access_token").asText())).isZero();
        platform.clockOffset(Duration.ofSeconds(7205));
        assertThat(useOf(first)).isEqualTo(42001);
    }

    @Test
    void theClassicAndTheStableTokenDoNotTouchEachOther() {
        String stable = client.stableToken();
        String classic = client.classicToken();
        client.json(client.stable(true));
        client.classicToken();
        platform.clockOffset(Duration.ofSeconds(60));
        assertThat(useOf(classic)).isZero();
        assertThat(useOf(stable)).isEqualTo(40001);
    }

    @Test
    void aForcedRefreshKillsTheOldTokenAtOnce() {
        String first = client.stableToken();
        String second = client.json(client.stable(true)).path("access_token").asText();
        assertThat(second).isNotEqualTo(first);
        assertThat(useOf(first)).isEqualTo(40001);
        assertThat(useOf(second)).isZero();
        assertThat(client.stableToken()).isEqualTo(second);
    }

    @Test
    void aForcedRefreshWithin30SecondsOfTheLastRefreshesNothing() {
        String first = client.json(client.stable(true)).path("access_token").asText();
        assertThat(client.json(client.stable(true)).path("access_token").asText()).isEqualTo(first);
        platform.clockOffset(Duration.ofSeconds(31));
        assertThat(client.json(client.stable(true)).path("access_token").asText()).isNotEqualTo(first);
    }

    @Test
    void theTwentyFirstForcedRefreshOfADayIsRefused() {
        // begins at noon of the platform's day, so that midnight does not fall into the test
        long day = 24 * 3600 * 1000L;
        long sinceMidnight = (System.currentTimeMillis() + 8 * 3600 * 1000L) % day;
        Duration noon = Duration.ofMillis(day - sinceMidnight).plusHours(12);
        for (int i = 0; i < 20; i++) {
            platform.clockOffset(noon.plusSeconds(40L * i));
            assertThat(client.errcode(client.stable(true))).isZero();
        }
        platform.clockOffset(noon.plusSeconds(900));
        assertThat(client.errcode(client.stable(true))).isEqualTo(45009);
        platform.clockOffset(noon.plusHours(13));
        assertThat(client.errcode(client.stable(true))).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"appid\":\"wx1111111111111111\",\"secret\":\"first-secret-of-a-test\"} | 40002",
        "{\"grant_type\":\"client_credential\",\"secret\":\"first-secret-of-a-test\"} | 41002",
        "{\"grant_type\":\"client_credential\",\"appid\":\"wx1111111111111111\"} | 41004",
        "{\"grant_type\":\"client_credential\",\"appid\":\"wx9\",\"secret\":\"x\"} | 40013",
        "{\"grant_type\":\"client_credential\",\"appid\":\"wx1111111111111111\",\"secret\":\"x\"} | 40125",
        "{\"grant_type\":\"client_credential\",\"appid\":\"wx1111111111111111\",\"secret\":\"first-secret-of-a-test\",\"force_refresh\":\"no\"} | 47003",
        "{\"grant_type\":\"client_credential\",\"appid\":\"wx1111111111111111\",\"secret\":\"first-secret-of-a-test\",\"more\":1} | 47003",
        "not json | 47001"})
    void aStableTokenIsGivenOnlyForABodyInOrder(String body, int errcode) {
        assertThat(client.errcode(client.post("/cgi-bin/stable_token", body))).isEqualTo(errcode);
    }

    @Test
    void eachTokenCallWantsItsOwnMethod() {
        assertThat(client.errcode(client.get("/cgi-bin/stable_token"))).isEqualTo(43002);
        assertThat(client.errcode(client.post(tokenQuery(APP, SECRET), ""))).isEqualTo(43001);
        assertThat(client.errcode(client.request("/cgi-bin/stable_token").POST(BodyPublishers.noBody()))).isEqualTo(44002);
    }

    @Test
    void aTokenBeyondTheQuotaOfTheDayIsRefusedUntilTheNext() {
        platform.quota(APP, Api.TOKEN, new QuotaLimits(2, 0));
        client.classicToken();
        client.classicToken();
        assertThat(client.errcode(client.get(tokenQuery(APP, SECRET)))).isEqualTo(45009);
        assertThat(client.errcode(client.get(tokenQuery(OTHER_APP, OTHER_SECRET)))).isZero();
        platform.clockOffset(Duration.ofHours(24));
        assertThat(client.errcode(client.get(tokenQuery(APP, SECRET)))).isZero();
    }

    @Test
    void aRevokedTokenDiesAtOnceOrAfterTheOverlap() {
        String first = client.stableToken();
        assertThat(platform.revokeTokens(APP, false)).isEqualTo(1);
        assertThat(useOf(first)).isEqualTo(40001);

        String second = client.stableToken();
        assertThat(second).isNotEqualTo(first);
        platform.revokeTokens(APP, true);
        assertThat(useOf(second)).isZero();
        platform.clockOffset(Duration.ofSeconds(301));
        assertThat(useOf(second)).isEqualTo(40001);
    }

    @Test
    void anyAppIsLetInIfTheSimulatorIsToldSo() throws IOException {
        try (Simulator open = Simulator.start(SimulatorOptions.defaults().acceptingAnyApp(true))) {
            PlatformClient other = new PlatformClient(open);
            assertThat(other.errcode(other.get(tokenQuery("wx-made-up", "whatever")))).isZero();
        }
    }

    /** The errcode that this token brings to a message that is otherwise in order. */
    private int useOf(String token) {
        String form = platform.issueForm(APP, "o-user-0001");
        return client.errcode(client.send(token, message("o-user-0001", form, "hello")));
    }
}
