package io.minipush.cli;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.access.KeysEditor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code minipush keys revoke}: from then on it opens nothing. */
@Command(name = "revoke", description = "Takes a key out of the keys file.")
final class KeysRevokeCommand extends KeysFileCommand {

    @Parameters(paramLabel = "NAME", description = "As keys list shows it")
    private String name;

    @Override
    int run(Path file) {
        if (!new KeysEditor(file).remove(name)) {
            throw new CliFault(CliFault.REFUSED, "there is no key of that name in " + file
                    + (name.equals("api-key") ? "; api-key is MINIPUSH_API_KEY itself" : "; keys list shows them"));
        }
        if (json()) {
            say(JsonNodeFactory.instance.objectNode().put("name", name).put("revoked", true).toString());
        } else {
            say(name + " is revoked; a gateway that runs with this file refuses it within two seconds");
        }
        return 0;
    }
}
