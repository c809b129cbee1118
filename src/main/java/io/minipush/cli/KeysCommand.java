package io.minipush.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code minipush keys}: who may call the gateway. */
@Command(name = "keys", mixinStandardHelpOptions = true,
        description = "Makes, lists and revokes keys of the API. They work on the keys file; a running gateway takes it within two seconds.",
        subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class})
final class KeysCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
