package io.minipush.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.access.Key;
import io.minipush.access.KeysEditor;
import io.minipush.access.KeysFile;
import io.minipush.access.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code minipush keys create}: the only moment in which a key is to be seen. */
@Command(name = "create", description = "Makes a key, prints it once and writes its hash into the keys file, which is made if there is none.",
        footer = {"", "For example: minipush keys create --name shop --roles collect,send --apps wx0000000000000000"})
final class KeysCreateCommand extends KeysFileCommand {

    private static final int LONGEST_NOTE = 200;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "By which logs, the audit and revoke call it")
    private String name;

    @Option(names = "--roles", required = true, split = ",", paramLabel = "ROLE",
            description = "collect: hand in formIds and subscriptions; send: hand in notifications and see each; read: see everything but secrets; "
                    + "ops: all that operators do, and read; token: get the platform's access token")
    private List<String> roles;

    @Option(names = "--apps", split = ",", paramLabel = "APPID", description = "Only for these apps (default: all)")
    private List<String> apps = List.of();

    @Option(names = "--without-credit", paramLabel = "wait|fail", defaultValue = "wait",
            description = "What becomes of a message of an SDK that finds no credit: it waits for one, or is refused (default: ${DEFAULT-VALUE})")
    private String withoutCredit;

    @Option(names = "--note", paramLabel = "TEXT", description = "What it is for")
    private String note;

    @Override
    int run(Path file) {
        if (!KeysFile.isName(name)) {
            throw new CliFault(CliFault.USAGE, "--name must be 1 to 64 letters, digits, dots, underscores or hyphens, and not api-key or loopback");
        }
        if (apps.stream().anyMatch(app -> !KeysFile.isApp(app))) {
            throw new CliFault(CliFault.USAGE, "--apps must be appids with commas between them");
        }
        if (!withoutCredit.equals("wait") && !withoutCredit.equals("fail")) {
            throw new CliFault(CliFault.USAGE, "--without-credit must be wait or fail");
        }
        if (note != null && (note.length() > LONGEST_NOTE || note.isBlank() || note.codePoints().anyMatch(Character::isISOControl))) {
            throw new CliFault(CliFault.USAGE, "--note must be one line of at most " + LONGEST_NOTE + " characters");
        }
        String secret = KeysEditor.newKey();
        Key key = KeysEditor.keyOf(secret, name, roles(), new HashSet<>(apps), withoutCredit.equals("fail"));
        new KeysEditor(file).add(key, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), note);
        say(json() ? JsonNodeFactory.instance.objectNode().put("name", name).put("key", secret).toString() : secret);
        remark("This is the only time that the key is shown: " + file + " has its hash. A gateway that runs with this file takes it within two seconds.");
        return 0;
    }

    private Set<Role> roles() {
        Set<Role> chosen = EnumSet.noneOf(Role.class);
        for (String word : roles) {
            chosen.add(Role.of(word.strip()).orElseThrow(() -> new CliFault(CliFault.USAGE, "--roles must be some of "
                    + Stream.of(Role.values()).map(Role::word).collect(Collectors.joining(", ")))));
        }
        return chosen;
    }
}
