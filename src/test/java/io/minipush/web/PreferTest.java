package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "wait=10                | 10",
        "respond-async, wait=5  | 5",
        "WAIT = \"7\"           | 7",
        "wait=3;foo             | 3",
        "wait=30                | 30",
        "wait=31                | 30",
        "wait=999999999         | 30",
        "wait=0                 | 0",
        "wait=-1                | 0",
        "wait=1.5               | 0",
        "wait                   | 0",
        "await=9                | 0",
        "wait=99999999999999999 | 0",
        "return=minimal         | 0",
        "                       | 0"})
    void aWishThatIsUnderstoodIsGrantedUpToThirtySeconds(String header, long seconds) {
        assertThat(Prefer.wait(header).map(java.time.Duration::toSeconds).orElse(0L)).isEqualTo(seconds);
    }
}
