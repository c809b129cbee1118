package io.minipush.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code minipush routes}: the route files that operators edit. */
@Command(name = "routes", mixinStandardHelpOptions = true,
        description = {"Looks after the route files that operators edit.", "A file in the routes folder takes the place of the built-in one of its name, or adds routes; a running gateway takes a change within some seconds, if it is whole."},
        subcommands = {RoutesListCommand.class, RoutesShowCommand.class, RoutesEditCommand.class, RoutesCheckCommand.class,
            RoutesHistoryCommand.class, RoutesRollbackCommand.class},
        footer = {"", "All of them work with and without a running gateway. They find the folder as `minipush run` would:",
            "MINIPUSH_ROUTES_DIR, else `routes` in MINIPUSH_HOME."})
final class RoutesCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what is to be done with the routes");
    }
}
