package io.minipush.cli;

import io.minipush.routes.RouteFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minipush routes show}: a route file as it is to run. */
@Command(name = "show", description = "Prints a route file: the edited one, else the built-in one.")
final class RoutesShowCommand extends RouteFilesCommand {

    @Parameters(paramLabel = "NAME", description = "For example send-notification")
    private String name;

    @Option(names = "--built-in", description = "The one that comes with the gateway")
    private boolean original;

    @Override
    int run() throws Exception {
        String file = fileName(name);
        String text = (original ? java.util.Optional.<String>empty() : edited(file)).or(() -> builtIn().find(file).map(RouteFile::text))
                .orElseThrow(() -> new CliFault(CliFault.REFUSED, "there is no route file " + file + "; `minipush routes list` shows them"));
        say(text.stripTrailing());
        return 0;
    }
}
