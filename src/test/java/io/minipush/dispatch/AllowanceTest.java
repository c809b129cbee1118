package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.notification.OnUncertain;
import io.minipush.settings.App;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowanceTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 1);
    private static final LocalDateTime NOW = TODAY.atTime(12, 0);

    private static Allowance allowance(int budget, Integer rate, LocalDateTime pacedUntil, LocalDate day, int used) {
        App app = new App("wx", "s", "wechat", Channel.TEMPLATE, Optional.empty(), OnUncertain.HOLD, budget, rate == null ? OptionalInt.empty() : OptionalInt.of(rate));
        return new Allowance(new Gate(null, null, pacedUntil, day, used), app, NOW, TODAY);
    }

    private static int granted(Allowance allowance, Lane lane) {
        return (int) IntStream.range(0, 2000).filter(i -> allowance.grant(lane)).count();
    }

    @ParameterizedTest
    @CsvSource({
        // budget, used today, normal and bulk get, high gets after them
        "1000,   0, 950, 50",
        "1000, 949,   1, 50",
        "1000, 950,   0, 50",
        "1000, 999,   0,  1",
        "1000, 1000,  0,  0",
        "1000, 1200,  0,  0",
        "1,    0,     0,  1"})
    void ordinaryNotificationsLeaveTheLastTwentiethToUrgentOnes(int budget, int used, int ordinary, int high) {
        Allowance allowance = allowance(budget, null, null, TODAY, used);
        assertThat(granted(allowance, Lane.BULK) + granted(allowance, Lane.NORMAL)).isEqualTo(ordinary);
        assertThat(allowance.stoppedBudget()).isEqualTo(TODAY);
        assertThat(granted(allowance, Lane.HIGH)).isEqualTo(high);
    }

    @Test
    void aNewDayHasItsOwnBudget() {
        assertThat(granted(allowance(100, null, null, TODAY.minusDays(1), 100), Lane.NORMAL)).isEqualTo(95);
        assertThat(allowance(100, null, null, TODAY.minusDays(1), 100).usedAfter(3)).isEqualTo(3);
        assertThat(allowance(100, null, null, TODAY, 50).usedAfter(3)).isEqualTo(53);
    }

    @ParameterizedTest
    @CsvSource({
        // a second, milliseconds since the rate was used up, posts
        "100,   0,  0",
        "100,   9,  0",
        "100,  10,  1",
        "100, 100, 10",
        "100, 9999, 20",    // not more than a moment's worth, however long nobody came by
        "100, -50,  0",     // the last claim took it in advance
        "1,   999,  0",
        "1,  1000,  1",
        "1, 50000,  1"})
    void theRateIsSharedOutInSmallPortions(int rate, long since, int posts) {
        Allowance allowance = allowance(1_000_000, rate, NOW.minusNanos(since * 1_000_000), TODAY, 0);
        assertThat(granted(allowance, Lane.HIGH)).isEqualTo(posts);
        assertThat(allowance.stoppedBudget()).isNull();
    }

    @Test
    void whatIsPostedMovesTheRateOn() {
        assertThat(allowance(1_000_000, 100, NOW.minusNanos(100_000_000), TODAY, 0).pacedAfter(10)).isEqualTo(NOW);
        assertThat(allowance(1_000_000, 100, null, null, 0).pacedAfter(20)).isEqualTo(NOW);
    }

    @Test
    void withoutARateOnlyTheBudgetCounts() {
        assertThat(granted(allowance(1_000_000, null, null, null, 0), Lane.BULK)).isEqualTo(2000);
    }
}
