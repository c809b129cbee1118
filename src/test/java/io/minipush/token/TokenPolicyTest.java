package io.minipush.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import io.minipush.settings.TokenSource;
import io.minipush.token.TokenPolicy.ForcedRefreshes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenPolicyTest {

    /** 20:00 in Shanghai. */
    private static final Instant EVENING = Instant.parse("2026-03-01T12:00:00Z");

    private final TokenPolicy policy = new TokenPolicy(Duration.ofMinutes(90));

    @ParameterizedTest(name = "{0}, {1} s left, same token: {2} -> asks again in {3} s")
    @CsvSource({
        "STABLE,  7200, false, 5400", // no token is older than the greatest age
        "STABLE,  1800, true,  1620", // the same one again: now its end decides
        "STABLE,  6000, false, 5400",
        "STABLE,  5000, false, 4760", // 240 s before the end, when it renews itself
        "STABLE,   340, false,  306", // a tenth is enough for a short life
        "STABLE,   300, false,  270",
        "STABLE,   240, true,    24", // its own renewal is overdue: ask more often, but do not hammer
        "STABLE,    20, true,     5",
        "STABLE,     1, false,    5",
        "CLASSIC, 7200, false, 5400",
        "CLASSIC, 5500, false, 4950",
        "CLASSIC, 6000, false, 5400",
        "CLASSIC,  600, false,  540",
        "CLASSIC,    1, false,    5"})
    void aTokenIsRefreshedBeforeItsEndAndNeverInATightLoop(TokenSource source, long left, boolean same, long expected) {
        assertThat(policy.refreshAfter(source, Duration.ofSeconds(left), same)).isEqualTo(Duration.ofSeconds(expected));
    }

    @Test
    void theMarginOfAStableTokenIsShorterThanItsLastFiveMinutesForEveryLife() {
        TokenPolicy patient = new TokenPolicy(Duration.ofDays(1));
        for (int life = 301; life <= 7200; life++) {
            Duration margin = Duration.ofSeconds(life).minus(patient.refreshAfter(TokenSource.STABLE, Duration.ofSeconds(life), true));
            assertThat(margin).as("margin of a life of %s s", life).isPositive().isLessThan(Duration.ofMinutes(5));
        }
    }

    @ParameterizedTest(name = "{0} after {1} failures -> {2}")
    @CsvSource({
        "-1, 0, PT1S", "-1, 1, PT2S", "-1, 2, PT4S", "-1, 3, PT7S", "-1, 1000, PT7S",
        "45011, 0, PT60S", "45011, 9, PT60S",
        "45009, 0, PT4H5M", // until 00:05 in Shanghai
        "40001, 0, PT5M", "40125, 0, PT5M", "40013, 3, PT5M", "40002, 0, PT5M", "41002, 0, PT5M", "41004, 0, PT5M", "43002, 0, PT5M",
        "40243, 0, PT5M", "50004, 0, PT5M", "50007, 0, PT5M", "40164, 0, PT5M",
        "89501, 0, PT5M", "89502, 0, PT5M", "89503, 0, PT5M", "89504, 0, PT5M", "89505, 0, PT5M",
        "89506, 0, PT24H", "89507, 0, PT1H",
        "12345, 0, PT60S"})
    void aRefusalIsFollowedByThePauseThatFitsIt(int errcode, int failures, Duration expected) {
        assertThat(policy.retryAfter(new TokenAnswer.Refused(errcode, ""), failures, EVENING)).isEqualTo(expected);
    }

    @Test
    void aPlatformThatIsAwayIsAskedAgainSoonEnoughToBeBackWithinTenSeconds() {
        Duration tick = Duration.ofSeconds(2);
        for (int failures = 0; failures < 100; failures++) {
            assertThat(policy.retryAfter(new TokenAnswer.NoAnswer("away"), failures, EVENING).plus(tick)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest(name = "{1} forced on {0}, the last one {2} s ago -> {3}")
    @CsvSource({
        ",            0,     , true",
        "2026-03-01,  1,   29, false", // the platform would not do it
        "2026-03-01,  1,   30, true",
        "2026-03-01, 19, 3600, true",
        "2026-03-01, 20, 3600, false",
        "2026-02-28, 20, 3600, true"}) // a new day in Shanghai
    void aForcedRefreshKeepsToThePlatformsLimits(LocalDate day, int count, Long secondsAgo, boolean expected) {
        Instant last = secondsAgo == null ? null : EVENING.minusSeconds(secondsAgo);
        assertThat(policy.mayForce(new ForcedRefreshes(day, count, last), EVENING)).isEqualTo(expected);
    }
}
