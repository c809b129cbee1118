package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import io.minipush.routes.RoutesFolder.Found;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How editors and scripts save, and what is seen of it from look to look. */
class RoutesFolderTest {

    private static final String NAME = "one.camel.yaml";

    @TempDir
    private Path path;
    private RoutesFolder folder;

    @BeforeEach
    void begin() throws Exception {
        write(NAME, "first");
        folder = new RoutesFolder(path);
        assertThat(folder.all()).containsOnlyKeys(NAME);
        looks(3);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(path.resolve(name), text);
    }

    private void looks(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(folder.changes()).isEmpty();
        }
    }

    private static Found text(String text) {
        return new Found(text, null);
    }

    @Test
    void whatIsStillGrowingIsLeftAlone() throws Exception {
        for (String text : new String[] {"f", "fi", "fir"}) {
            write(NAME, text);
            looks(1);
        }
        assertThat(folder.changes()).isEqualTo(Map.of(NAME, text("fir")));
        looks(3);
    }

    @Test
    void aFileThatIsAwayForAMomentWasOnlyBeingReplaced() throws Exception {
        Files.delete(path.resolve(NAME));
        looks(3);
        write(NAME, "second");
        looks(1);
        assertThat(folder.changes()).isEqualTo(Map.of(NAME, text("second")));
    }

    @Test
    void aFileThatStaysAwayIsGone() throws Exception {
        Files.delete(path.resolve(NAME));
        looks(3);
        assertThat(folder.changes().get(NAME).isGone()).isTrue();
        looks(3);
    }

    @Test
    void aFileThatIsRenamedOverTheOldOneIsSeenWhole() throws Exception {
        write(".one.camel.yaml.swp", "draft");
        write("one.camel.yaml~", "backup");
        write("#one.camel.yaml#", "autosave");
        write("4913", "");
        looks(3);
        Files.move(path.resolve(".one.camel.yaml.swp"), path.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        looks(1);
        assertThat(folder.changes()).isEqualTo(Map.of(NAME, text("draft")));
    }

    @Test
    void whatIsSavedAsItWasIsNoChange() throws Exception {
        write(NAME, "other");
        write(NAME, "first");
        looks(4);
    }

    @Test
    void whatCannotBeReadIsToldAndDoesNotHideTheOthers() throws Exception {
        Files.write(path.resolve(NAME), "é".getBytes(StandardCharsets.ISO_8859_1));
        write("big.camel.yaml", "x".repeat((1 << 20) + 1));
        write("good.camel.yaml", "good");
        looks(1);
        assertThat(folder.changes()).isEqualTo(Map.of(NAME, new Found(null, "is not UTF-8"), "big.camel.yaml", new Found(null, "is larger than 1 MiB"),
                "good.camel.yaml", text("good")));
    }

    @Test
    void aFolderThatIsAwayIsNotAFolderWithoutFiles() throws Exception {
        Path elsewhere = path.resolveSibling(path.getFileName() + "-away");
        Files.move(path, elsewhere);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(folder::changes).isInstanceOf(IOException.class);
        }
        Files.move(elsewhere, path);
        looks(5);
    }

    @Test
    void aLinkThatLeadsNowhereDoesNotKeepOthersFromBeingSeen() throws Exception {
        Files.createSymbolicLink(path.resolve("loop.camel.yaml"), Path.of("loop.camel.yaml"));
        write(NAME, "second");
        looks(1);
        assertThat(folder.changes()).isEqualTo(Map.of(NAME, text("second"), "loop.camel.yaml", new Found(null, "cannot be read: FileSystemException")));
        looks(3);
        Files.delete(path.resolve("loop.camel.yaml"));
        looks(3);
        assertThat(folder.changes()).containsOnlyKeys("loop.camel.yaml");
    }
}
