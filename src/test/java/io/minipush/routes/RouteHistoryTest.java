package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The versions of a route file, and what people leave lying beside them. */
class RouteHistoryTest {

    private static final String NAME = "one.camel.yaml";
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    private Path folder;
    private RouteHistory history;

    @BeforeEach
    void open() {
        history = new RouteHistory(folder);
    }

    @Test
    void theOrderIsThatOfEventsAlsoWhenTheClockIsSetBack() throws Exception {
        history.note(NAME, Optional.of("first"), NOON);
        history.note(NAME, Optional.of("first"), NOON.plusSeconds(1));
        history.note(NAME, Optional.of("second"), NOON.minusSeconds(60));
        assertThat(history.versions(NAME)).extracting(RouteHistory.Version::text).containsExactly("first", "second");
        history.note(NAME, Optional.empty(), NOON);
        assertThat(history.current(NAME)).isEmpty();
        assertThat(history.versions(NAME)).hasSize(3);
    }

    @Test
    void theOldestOfMoreThanAHundredGo() throws Exception {
        for (int i = 1; i <= 103; i++) {
            history.note(NAME, Optional.of("version " + i), NOON.plusSeconds(i));
        }
        assertThat(history.versions(NAME)).hasSize(100).first().extracting(RouteHistory.Version::text).isEqualTo("version 4");
    }

    @Test
    void whatIsNoVersionIsLeftAlone() throws Exception {
        history.note(NAME, Optional.of("first"), NOON);
        Files.writeString(folder.resolve(NAME).resolve("copy of the one that worked Z"), "other");
        Files.createDirectory(folder.resolve(NAME).resolve("folder-Z"));
        history.note(NAME, Optional.of("second"), NOON.plusSeconds(1));
        assertThat(history.current(NAME)).contains("second");
        assertThat(history.versions(NAME)).extracting(RouteHistory.Version::text).containsExactly("first", "second");
    }
}
