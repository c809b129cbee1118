package io.minipush.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaPaceTest {

    @ParameterizedTest
    @CsvSource({",PT10M", "-1,PT10M", "40001,PT10M", "45009,PT10M", "76021,P1D", "76022,P1D", "404,P1D", "40066,P1D", "48001,P1D"})
    void whatThePlatformDoesNotTellIsAskedADayLater(Integer errcode, String pause) {
        assertThat(QuotaPace.pause(errcode)).isEqualTo(Duration.parse(pause));
    }
}
