package io.minipush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.access.Key;
import io.minipush.access.KeysEditor;
import io.minipush.access.KeysFile;
import io.minipush.access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysCommandTest {

    private static final String APP = "wx0000000000000000";

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--file", file().toString()));
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int code = MinipushCommand.execute(all.toArray(String[]::new));
            return new Run(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Path file() {
        return folder.resolve("keys.yaml");
    }

    @Test
    void aKeyIsShownOnceAndItsHashIsKept() throws Exception {
        Run created = run("create", "--name", "shop", "--roles", "collect,send", "--apps", APP, "--without-credit", "fail", "--note", "the shop's backend");
        assertThat(created.code()).as(created.err()).isZero();
        String secret = created.out().strip();
        assertThat(secret).as("nothing else is printed, so that a script can take it").matches("mp_[A-Za-z0-9_-]{43}");
        assertThat(created.err()).contains("only time").doesNotContain(secret);
        assertThat(Files.readString(file())).doesNotContain(secret);
        Key key = KeysFile.read(file()).get(0).key();
        assertThat(key.sha256()).isEqualTo(KeysEditor.keyOf(secret, "x", key.roles(), key.apps(), false).sha256());
        assertThat(key.roles()).containsExactlyInAnyOrder(Role.COLLECT, Role.SEND);
        assertThat(key.apps()).containsExactly(APP);
        assertThat(key.failsWithoutCredit()).isTrue();

        JsonNode json = new ObjectMapper().readTree(run("create", "--name", "alice", "--roles", "ops", "--json").out());
        assertThat(json.get("name").textValue()).isEqualTo("alice");
        assertThat(json.get("key").textValue()).startsWith("mp_").isNotEqualTo(secret);
    }

    @Test
    void theyAreListedAndRevoked() throws Exception {
        run("create", "--name", "shop", "--roles", "collect,send", "--apps", APP, "--note", "订单");
        run("create", "--name", "alice", "--roles", "ops");
        Run list = run("list");
        assertThat(list.out().lines()).hasSize(3).first().asString().startsWith("NAME").contains("ROLES", "APPS", "WITHOUT CREDIT", "CREATED", "NOTE");
        assertThat(list.out()).containsPattern("shop +collect, send +" + APP + " +wait +20").contains("订单").containsPattern("alice +ops +all");
        JsonNode json = new ObjectMapper().readTree(run("list", "--json").out().lines().findFirst().orElseThrow());
        assertThat(json.at("/roles/1").textValue()).isEqualTo("send");
        assertThat(json.get("apps")).hasSize(1);
        assertThat(list.out() + json).doesNotContain(java.util.HexFormat.of().formatHex(KeysFile.read(file()).get(0).key().sha256()));

        assertThat(run("revoke", "shop").code()).isZero();
        assertThat(run("revoke", "alice", "--json").out().strip()).isEqualTo("{\"name\":\"alice\",\"revoked\":true}");
        assertThat(run("list").out()).contains("There are none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create --name shop --roles admin                     | 2 | --roles must be some of collect, send, read, ops, token
            create --name api-key --roles send                   | 2 | --name
            create --name a:b --roles send                       | 2 | --name
            create --name shop --roles send --apps w:x           | 2 | --apps
            create --name shop --roles send --without-credit no  | 2 | --without-credit
            create --roles send                                  | 2 | --name
            create --name there --roles send                     | 1 | there is a key 'there' already
            revoke nobody                                        | 1 | there is no key of that name
            revoke api-key                                       | 1 | api-key is MINIPUSH_API_KEY itself
            """)
    void everyFaultIsToldInOneLine(String line, int code, String says) {
        run("create", "--name", "there", "--roles", "send");
        Run run = run(line.split(" "));
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err().lines().findFirst().orElse("")).contains(says);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aFileThatIsWrongIsLeftAsItIs() throws Exception {
        Files.writeString(file(), "shop:\n  roles: [send]\n");
        for (Run run : List.of(run("list"), run("create", "--name", "a", "--roles", "send"), run("revoke", "shop"))) {
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err().strip().lines()).singleElement().asString().contains("keys.yaml, line 1: 'shop' has no sha256");
        }
        assertThat(Files.readString(file())).isEqualTo("shop:\n  roles: [send]\n");
    }
}
