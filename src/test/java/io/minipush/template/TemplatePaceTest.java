package io.minipush.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;

import org.junit.jupiter.api.Test;

class TemplatePaceTest {

    private static final LocalDateTime NOON = LocalDateTime.of(2026, 1, 1, 12, 0);

    private final TemplatePace pace = new TemplatePace();

    @Test
    void aListIsFetchedOnceAnHourAndAfterFailuresLessAndLessOften() {
        assertThat(pace.pause("wx", NOON, NOON.plusSeconds(1))).isEqualTo(Duration.ofHours(1));
        assertThat(pace.pause("wx", NOON, NOON)).as("the answer came within the same microsecond").isEqualTo(Duration.ofHours(1));
        assertThat(pace.pause("wx", NOON, NOON.minusHours(1))).as("somebody asked and nothing has come yet").isEqualTo(Duration.ofMinutes(1));
        for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            pace.failed("wx");
            assertThat(pace.pause("wx", NOON, null)).isEqualTo(Duration.ofMinutes(minutes));
        }
        assertThat(pace.pause("other", NOON, null)).isEqualTo(Duration.ofMinutes(1));
        assertThat(pace.succeeded("wx")).isEqualTo(8);
        assertThat(pace.succeeded("wx")).isZero();
        assertThat(pace.pause("wx", NOON, null)).isEqualTo(Duration.ofMinutes(1));
    }
}
