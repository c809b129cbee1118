package io.minipush.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class DemoIT {

    @Test
    void theDemoTellsTheStoryAndEndsWithZero() throws Exception {
        Process demo = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), "io.minipush.Minipush", "demo").redirectErrorStream(true).start();
        String told = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(told).isZero();
        assertThat(told).contains("state: waiting", "inferred_41029", "lines to be mended", "all 3 are sent", "notifications with that label: 1", "the formId is purged", "sent twice: 0",
                "errcode: 45103", "state: cancelled", "push: pushed", "errcode: 43101", "faults: [/data/time2]", "notifications for Eva: 1",
                "difference in the books of credits: 0", "Everything was as told");
        assertThat(told).as("no log lines in the story").doesNotContain("INFO", "WARN");
    }

    @Test
    void whatIsNotAsToldStopsTheStory() {
        StringWriter told = new StringWriter();
        assertThatThrownBy(() -> new Story(new PrintWriter(told)).check("messages", 3, 2L))
                .isInstanceOf(Story.NotAsTold.class).hasMessage("messages: expected 3, but it is 2");
    }
}
