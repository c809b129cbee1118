package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyRateTest {

    @ParameterizedTest
    @CsvSource({
        "2,        20ms,  false",
        "2,        9s,    false",
        "2,        11s,   true",
        "255,      11s,   true",
        "256,      11s,   false",
        "20000,    60s,   false",
        "10000,    60s,   true"})
    void whoSendsLittleForLongIsTooSlowAndAPauseIsForgiven(long bytes, String since, boolean tooSlow) {
        assertThat(BodyRate.isTooSlow(bytes, Duration.parse("PT" + since.replace("20ms", "0.02s")))).isEqualTo(tooSlow);
    }
}
