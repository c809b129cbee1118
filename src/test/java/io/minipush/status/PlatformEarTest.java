package io.minipush.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformEarTest {

    private static final String APP = "wx";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PlatformEar ear = new PlatformEar(meters);

    private void post(String app, String errcode) {
        meters.timer("minipush.platform.requests", "app", app, "api", "template_send", "errcode", errcode).record(Duration.ofMillis(1));
    }

    @ParameterizedTest
    @CsvSource({"none, no_answer", "null, unreadable", "-1, busy", "403, http_403"})
    void whatComesInPlaceOfAnAnswerIsSilence(String errcode, String word) {
        post(APP, errcode);
        assertThat(ear.silence(APP)).contains(word);
        assertThat(ear.silence("wx-other")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "40037", "45009", "41029"})
    void aDecisionIsAnAnswer(String errcode) {
        post(APP, "none");
        post(APP, errcode);
        assertThat(ear.silence(APP)).isEmpty();
    }

    @Test
    void silenceLastsUntilAPostHasAnAnswer() {
        post(APP, "none");
        ear.mark(APP);
        assertThat(ear.silence(APP)).as("the next post of a message may be a minute away").contains("no_answer");
        ear.mark(APP);
        assertThat(ear.silence(APP)).contains("no_answer");
        post(APP, "0");
        assertThat(ear.silence(APP)).isEmpty();
        ear.mark(APP);
        assertThat(ear.silence(APP)).isEmpty();
    }

    @Test
    void saysWhatCameMostOfLate() {
        post(APP, "none");
        post(APP, "none");
        ear.mark(APP);
        post(APP, "null");
        assertThat(ear.silence(APP)).contains("unreadable");
    }
}
