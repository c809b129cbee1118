package io.minipush.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysFileTest {

    private static final String HASH = HexFormat.of().formatHex(Keys.hash("not-a-real-key"));
    private static final String OTHER_HASH = HexFormat.of().formatHex(Keys.hash("another"));

    private static List<KeyEntry> parse(String text) {
        return KeysFile.parse("keys.yaml", text.replace("HASH", HASH).replace("OTHER", OTHER_HASH));
    }

    @Test
    void aKeyHasANameAHashRolesAndApps() {
        List<KeyEntry> entries = parse("""
                # the shop
                shop:
                  sha256: HASH
                  roles: [collect, send]
                  apps: [wx0000000000000000, wx1]
                  without_credit: fail
                  created: 2026-11-25
                  note: "the shop's backend: orders"

                alice: {sha256: OTHER, roles: [ops], without_credit: wait}
                """);
        assertThat(entries).extracting(KeyEntry::name).containsExactly("shop", "alice");
        Key shop = entries.get(0).key();
        assertThat(shop.sha256()).isEqualTo(Keys.hash("not-a-real-key"));
        assertThat(shop.roles()).containsExactlyInAnyOrder(Role.COLLECT, Role.SEND);
        assertThat(shop.serves("wx1")).isTrue();
        assertThat(shop.serves("wx2")).isFalse();
        assertThat(shop.failsWithoutCredit()).isTrue();
        assertThat(entries.get(0).note()).isEqualTo("the shop's backend: orders");
        Key alice = entries.get(1).key();
        assertThat(alice.serves("wx2")).as("no apps are all apps").isTrue();
        assertThat(alice.failsWithoutCredit()).isFalse();
        assertThat(Set.of(Role.values()).stream().filter(alice::may)).as("ops may read too, and nothing else").containsExactlyInAnyOrder(Role.OPS, Role.READ);
    }

    @Test
    void aFileWithOnlyACommentHasNoKeys() {
        assertThat(parse("# nobody yet\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                        | is empty
            \\n\\n                                                    | is empty
            just words                                                | line 1: the file must have members
            a:\\n  sha256: HASH\\n  roles: [send]\\n b                | line 4
            a:\\n\\troles: [send]                                     | line 2
            a:                                                        | line 1: 'a' must have members
            -x: {sha256: HASH, roles: [send]}                         | line 1: the name of a key
            api-key: {sha256: HASH, roles: [send]}                    | line 1: 'api-key' is the name of something else
            a:\\n  roles: [send]                                      | line 1: 'a' has no sha256
            a:\\n  sha256: a1b2\\n  roles: [send]                     | line 2: sha256 must be
            a:\\n  sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\\n  roles: [send] | line 2: this is the SHA-256 of nothing
            a:\\n  sha256: HASH                                       | line 1: 'a' has no roles
            a:\\n  sha256: HASH\\n  roles: []                         | line 3: 'a' has no roles
            a:\\n  sha256: HASH\\n  roles: send                       | line 3: roles must be a list
            a:\\n  sha256: HASH\\n  roles:\\n  - send\\n  - admin     | line 5: there is no such role
            a:\\n  sha256: HASH\\n  roles: [send]\\n  apps: []        | line 4: apps is empty: leave it out if the key is for all
            a:\\n  sha256: HASH\\n  roles: [send]\\n  apps: ['w x']   | line 4: an appid
            a:\\n  sha256: HASH\\n  roles: [send]\\n  without_credit: no  | line 4: without_credit must be wait or fail
            a:\\n  sha256: HASH\\n  roles: [send]\\n  role: [ops]     | line 4: 'a' has a member that is unknown
            a:\\n  sha256: HASH\\n  roles: [send]\\n  roles: [ops]    | line 4: the same name stands here twice
            a: {sha256: HASH, roles: [send]}\\na: {sha256: OTHER, roles: [send]} | line 2: the same name stands here twice
            a: {sha256: HASH, roles: [send]}\\nb: {sha256: HASH, roles: [send]}  | line 2: 'b' is the same key as 'a'
            a: {sha256: HASH, roles: [send]                           | line
            """)
    void whatIsNotUnderstoodIsToldWithItsLineAndWithoutTheHash(String text, String fault) {
        assertThatThrownBy(() -> parse(text == null ? "" : text.replace("\\n", "\n").replace("\\t", "\t"))).isInstanceOf(WrongKeysFile.class)
                .hasMessageStartingWith("keys.yaml").hasMessageContaining(fault)
                .message().doesNotContain("\n").doesNotContain(HASH).doesNotContain("a1b2");
    }

    @Test
    void aKeyThatSomebodyWroteIntoTheFileIsNotRepeated() {
        for (String text : List.of("a:\n  sha256: SECRET\n", "a: *SECRET\n", "a: !SECRET! x\n", "a:\n  roles: [SECRET]\n  sha256: HASH", "SECRET SECRET: [", "a:\n  SECRET: x\n", "{SECRET")) {
            assertThatThrownBy(() -> parse(text.replace("SECRET", "mp_0123456789abcdefghij"))).isInstanceOf(WrongKeysFile.class).message()
                    .doesNotContain("0123456789");
        }
    }

    @Test
    void aFileThatAnybodyCanWriteIsNotTaken(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.yaml"), "# none\n");
        assertThat(KeysFile.read(file)).isEmpty();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> KeysFile.read(file)).hasMessageContaining("chmod o-w");
        assertThatThrownBy(() -> KeysFile.read(folder.resolve("none"))).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> KeysFile.read(folder)).hasMessageContaining("cannot be read");
    }
}
