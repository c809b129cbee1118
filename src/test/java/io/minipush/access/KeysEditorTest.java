package io.minipush.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysEditorTest {

    private static final String TIME = "2026-11-25T08:00:00Z";

    @TempDir
    private Path folder;

    private static Key key(String name) {
        return KeysEditor.keyOf("secret of " + name, name, Set.of(Role.SEND, Role.COLLECT), Set.of("wx1"), true);
    }

    @Test
    void whatPeopleWroteStaysAsItWas() throws Exception {
        Path file = Files.writeString(folder.resolve("keys.yaml"), """
                # ours
                first:   # of the shop
                  roles: [ send ]
                  sha256: %s

                # a remark on the next
                last: {sha256: %s,
                  roles: [read]}""".formatted("ab".repeat(32), "cd".repeat(32)));
        String before = Files.readString(file);
        KeysEditor editor = new KeysEditor(file);
        editor.add(key("new"), TIME, "says \"hello\" \\ # and: so on");
        assertThat(Files.readString(file)).startsWith(before + "\nnew:\n  sha256: ").doesNotContain("secret of");
        KeyEntry added = KeysFile.read(file).get(2);
        assertThat(added.note()).isEqualTo("says \"hello\" \\ # and: so on");
        assertThat(added.created()).isEqualTo(TIME);
        assertThat(added.key().sha256()).isEqualTo(Keys.hash("secret of new"));
        assertThat(added.key().roles()).containsExactlyInAnyOrder(Role.SEND, Role.COLLECT);
        assertThat(added.key().apps()).containsExactly("wx1");
        assertThat(added.key().failsWithoutCredit()).isTrue();

        assertThat(editor.remove("new")).isTrue();
        assertThat(Files.readString(file)).isEqualTo(before + "\n");
        assertThat(editor.remove("first")).isTrue();
        assertThat(editor.remove("first")).isFalse();
        assertThat(Files.readString(file)).isEqualTo("# ours\n\n# a remark on the next\nlast:" + before.split("last:")[1] + "\n");
        assertThat(editor.remove("last")).isTrue();
        assertThat(KeysFile.read(file)).as("with nobody left the file is still a right one").isEmpty();
    }

    @Test
    void aNewFileIsForItsOwnerAloneAndAnOldOneStaysForWhomItWas() throws Exception {
        Path file = folder.resolve("new folder/keys.yaml");
        new KeysEditor(file).add(key("a"), TIME, null);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        new KeysEditor(link).add(key("b"), TIME, null);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r-----");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(KeysFile.read(file)).extracting(KeyEntry::name).containsExactly("a", "b");
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void whatLinesCannotDoIsLeftToAPerson() throws Exception {
        String flow = "{a: {sha256: " + "ab".repeat(32) + ", roles: [send]}}\n";
        Path file = Files.writeString(folder.resolve("keys.yaml"), flow);
        KeysEditor editor = new KeysEditor(file);
        assertThatThrownBy(() -> editor.add(key("b"), TIME, null)).isInstanceOf(WrongKeysFile.class).hasMessageContaining("only a person can edit");
        assertThat(Files.readString(file)).isEqualTo(flow);
        Files.writeString(file, "a:\n  sha256: " + "ab".repeat(32) + "\n  roles: &r [send]\nb:\n  sha256: " + "cd".repeat(32) + "\n  roles: *r\n");
        assertThatThrownBy(() -> editor.remove("a")).hasMessageContaining("only a person can edit");
        Files.writeString(file, "a:\n  nonsense\n");
        assertThatThrownBy(() -> editor.add(key("b"), TIME, null)).hasMessageContaining("line 2");
        assertThatThrownBy(() -> editor.remove("b")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> new KeysEditor(folder.resolve("none")).remove("b")).hasMessageContaining("there is no such file");
    }

    @Test
    void aNameIsGivenOnce() {
        KeysEditor editor = new KeysEditor(folder.resolve("keys.yaml"));
        editor.add(key("a"), TIME, null);
        assertThatThrownBy(() -> editor.add(key("a"), TIME, null)).hasMessageContaining("there is a key 'a' already");
    }

    @Test
    void manyWhoEditAtTheSameTimeLoseNothing() throws Exception {
        Path file = folder.resolve("keys.yaml");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        IntStream.range(0, 40).forEach(i -> pool.execute(() -> new KeysEditor(file).add(key("k" + i), TIME, null)));
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(KeysFile.read(file)).hasSize(40);
    }

    @Test
    void aKeyIsLongAndNeverTheSame() {
        assertThat(Stream.generate(KeysEditor::newKey).limit(100)).doesNotHaveDuplicates().allMatch(key -> key.matches("mp_[A-Za-z0-9_-]{43}"));
    }
}
