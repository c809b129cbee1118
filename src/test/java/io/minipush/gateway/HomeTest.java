package io.minipush.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;

import io.minipush.settings.InvalidSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The name of a home, and who has it. */
class HomeTest {

    @TempDir
    private Path path;

    private String nameAtStart() {
        try (Home home = Home.open(path)) {
            return home.instance();
        }
    }

    @Test
    void theNameIsTheSameAtEveryStart() {
        String first = nameAtStart();
        assertThat(first).matches("[0-9A-Z]{26}");
        assertThat(nameAtStart()).isEqualTo(first);
    }

    /** Two nodes with the same name would each take the other's claims for those of a dead process. */
    @Test
    void aNameThatAFullDiskHasLeftEmptyIsNone() throws Exception {
        Files.createFile(path.resolve("instance"));
        String name = nameAtStart();
        assertThat(name).matches("[0-9A-Z]{26}");
        assertThat(nameAtStart()).isEqualTo(name);
    }

    @Test
    void aStartThatFailsLeavesTheHomeToTheNext() throws Exception {
        Files.createDirectory(path.resolve("instance"));
        assertThatThrownBy(() -> Home.open(path)).isInstanceOf(InvalidSetting.class).hasMessageContaining("cannot write to");
        Files.delete(path.resolve("instance"));
        assertThat(nameAtStart()).isNotEmpty();
    }

    @Test
    void anotherGatewayIsTold() {
        Home home = Home.open(path);
        assertThat(Home.isTaken(path)).isTrue();
        assertThatThrownBy(() -> Home.open(path)).isInstanceOf(InvalidSetting.class).hasMessageContaining("another minipush is running");
        home.close();
        assertThat(Home.isTaken(path)).isFalse();
    }
}
