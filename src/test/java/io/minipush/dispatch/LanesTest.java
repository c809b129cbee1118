package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.notification.OnUncertain;
import io.minipush.settings.App;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 1, 12, 0);

    private static Allowance allowance(int budget) {
        return new Allowance(new Gate(null, null, null, null, 0), new App("wx", "s", "wechat", Channel.TEMPLATE, Optional.empty(), OnUncertain.HOLD, budget, OptionalInt.empty()), NOW, NOW.toLocalDate());
    }

    /** Everything can be proved. */
    private static ScarcePlaces plenty() {
        return new ScarcePlaces(new InFlight.Places(0, true), candidate -> true);
    }

    /** Subscribe messages cannot. */
    private static ScarcePlaces scarce(int most, boolean urgentOnly) {
        return new ScarcePlaces(new InFlight.Places(most, urgentOnly), candidate -> candidate.channel() == Channel.TEMPLATE);
    }

    private static Candidate candidate(String id, Lane lane, Channel channel) {
        return new Candidate(id, lane, channel, "T", NOW.plusDays(1));
    }

    private static List<Candidate> candidates(Lane lane, int count, LocalDateTime expiresAt) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            candidates.add(new Candidate(lane.word() + i, lane, Channel.TEMPLATE, "T", expiresAt));
        }
        return candidates;
    }

    private static String share(int high, int normal, int bulk, int places, int budget) {
        List<Candidate> all = new ArrayList<>(candidates(Lane.HIGH, high, NOW.plusDays(1)));
        all.addAll(candidates(Lane.NORMAL, normal, NOW.plusDays(1)));
        all.addAll(candidates(Lane.BULK, bulk, NOW.plusDays(1)));
        var counts = Lanes.share(all, places, allowance(budget), plenty(), NOW).stream()
                .collect(Collectors.groupingBy(id -> id.replaceAll("\\d", ""), Collectors.counting()));
        return counts.getOrDefault("high", 0L) + " " + counts.getOrDefault("normal", 0L) + " " + counts.getOrDefault("bulk", 0L);
    }

    @ParameterizedTest
    @CsvSource({
        // due in high, normal, bulk; places; chosen
        "100, 100, 100, 64, 32 16 16",
        "0,   100, 100, 64, 0 32 32",
        "100,   0, 100, 64, 32 0 32",
        "0,     0, 100, 64, 0 0 64",
        "100,   0,   0, 64, 64 0 0",
        "1,     0, 100, 64, 1 0 63",
        "40,    5, 100, 64, 32 5 27",
        "100,   5,   5, 64, 54 5 5",
        "1,     1,   1,  1, 1 0 0",
        "1,     1,   1,  3, 1 1 1",
        "0,     0,   0, 64, 0 0 0"})
    void halfOfThePlacesGoToTheHighestLaneThatHasWork(int high, int normal, int bulk, int places, String chosen) {
        assertThat(share(high, normal, bulk, places, 1_000_000)).isEqualTo(chosen);
    }

    @Test
    void whereTheBudgetEndsUrgentOnesGoOn() {
        assertThat(share(10, 100, 100, 64, 40)).isEqualTo("10 27 1");
        assertThat(share(10, 0, 100, 64, 10)).isEqualTo("10 0 0");
    }

    @Test
    void whatIsPastItsEndNeedsNoBudget() {
        assertThat(Lanes.share(candidates(Lane.BULK, 5, NOW), 64, allowance(1), plenty(), NOW)).hasSize(5);
    }

    @Test
    void aLaneIsServedInItsOrder() {
        assertThat(Lanes.share(candidates(Lane.NORMAL, 9, NOW.plusDays(1)), 3, allowance(100), plenty(), NOW)).containsExactly("normal0", "normal1", "normal2");
    }

    @Test
    void whatNoRepeatCanProveTakesItsFewPlacesAndKeepsNobodyFromTheOthers() {
        List<Candidate> due = List.of(candidate("s0", Lane.NORMAL, Channel.SUBSCRIBE), candidate("s1", Lane.NORMAL, Channel.SUBSCRIBE),
                candidate("s2", Lane.NORMAL, Channel.SUBSCRIBE), candidate("t0", Lane.NORMAL, Channel.TEMPLATE), candidate("t1", Lane.NORMAL, Channel.TEMPLATE));
        ScarcePlaces two = scarce(2, false);

        assertThat(Lanes.share(due, 64, allowance(100), two, NOW)).containsExactly("s0", "s1", "t0", "t1");
        assertThat(two.leftSome()).isTrue();
        ScarcePlaces enough = scarce(3, false);
        assertThat(Lanes.share(due, 64, allowance(100), enough, NOW)).containsExactly("s0", "s1", "s2", "t0", "t1");
        assertThat(enough.leftSome()).isFalse();
    }

    @Test
    void theLastPlacesAreForUrgentOnes() {
        List<Candidate> due = List.of(candidate("high", Lane.HIGH, Channel.SUBSCRIBE), candidate("bulk", Lane.BULK, Channel.SUBSCRIBE));

        assertThat(Lanes.share(due, 64, allowance(100), scarce(2, true), NOW)).containsExactly("high");
    }
}
