package io.minipush.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import io.minipush.status.Samples.Sample;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private final Samples samples = new Samples();

    @Test
    void tellsHowMuchCameInEachMinute() {
        for (long count : new long[] {10, 13, 13, 20}) {
            samples.add(Map.of("wx", new Sample(count, 0, 0, count)));
        }
        assertThat(samples.grown("wx", Sample::takenIn)).containsExactly(3L, 0L, 7L);
        assertThat(samples.oldestDue("wx")).containsExactly(10L, 13L, 13L, 20L);
        assertThat(samples.grown("wx-other", Sample::takenIn)).isEmpty();
    }

    @Test
    void whatShrinksGrewByNothing() {
        samples.add(Map.of("wx", new Sample(0, 100, 0, 0)));
        samples.add(Map.of("wx", new Sample(0, 40, 0, 0)));
        assertThat(samples.grown("wx", Sample::sent)).containsExactly(0L);
    }

    @Test
    void keepsAnHour() {
        for (int i = 0; i < 200; i++) {
            samples.add(Map.of("wx", new Sample(i, 0, 0, i)));
        }
        assertThat(samples.grown("wx", Sample::takenIn)).hasSize(60).containsOnly(1L);
        assertThat(samples.oldestDue("wx")).hasSize(61).endsWith(199L);
    }
}
