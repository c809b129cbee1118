package io.minipush.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.access.Key;
import io.minipush.access.KeyEntry;
import io.minipush.access.KeysFile;
import io.minipush.access.Role;
import picocli.CommandLine.Command;

/** {@code minipush keys list}: whose keys there are, and what they may do. */
@Command(name = "list", description = "Lists the keys of the keys file, and what each may do; it also says whether the file is right.")
final class KeysListCommand extends KeysFileCommand {

    @Override
    int run(Path file) {
        List<KeyEntry> entries = KeysFile.read(file);
        if (json()) {
            entries.forEach(entry -> say(json(entry).toString()));
            return 0;
        }
        if (entries.isEmpty()) {
            say("There are none.");
            return 0;
        }
        Table table = new Table("NAME", "ROLES", "APPS", "WITHOUT CREDIT", "CREATED", "NOTE");
        for (KeyEntry entry : entries) {
            Key key = entry.key();
            table.add(entry.name(), words(key).collect(Collectors.joining(", ")),
                    key.apps().isEmpty() ? "all" : key.apps().stream().sorted().collect(Collectors.joining(", ")), withoutCredit(key), entry.created(), entry.note());
        }
        print(table);
        return 0;
    }

    private static ObjectNode json(KeyEntry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", entry.name());
        words(entry.key()).forEach(json.putArray("roles")::add);
        entry.key().apps().stream().sorted().forEach(json.putArray("apps")::add);
        return json.put("without_credit", withoutCredit(entry.key())).put("created", entry.created()).put("note", entry.note());
    }

    private static Stream<String> words(Key key) {
        return key.roles().stream().sorted().map(Role::word);
    }

    private static String withoutCredit(Key key) {
        return key.failsWithoutCredit() ? "fail" : "wait";
    }
}
