package io.minipush.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private long now = Long.MAX_VALUE - 1; // a nano time may overflow at any moment
    private final Pace pace = new Pace(Duration.ofSeconds(15), () -> now);

    @ParameterizedTest(name = "a round of {0} ms -> the next one {1} ms after its begin")
    @CsvSource({"0, 15000", "10, 15000", "750, 15000", "1000, 20000", "60000, 1200000"})
    void measuringTakesATwentiethOfTheTimeAtMost(long took, long expected) {
        assertThat(pace.isDue()).as("the first is due at once").isTrue();
        pace.begin();
        pass(took);
        pace.end();
        pass(expected - took - 1);
        assertThat(pace.isDue()).isFalse();
        pass(1);
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void aRoundThatFailedIsFollowedByAnotherAfterTheInterval() {
        pace.begin();
        pass(14_999);
        assertThat(pace.isDue()).isFalse();
        pass(1);
        assertThat(pace.isDue()).isTrue();
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
