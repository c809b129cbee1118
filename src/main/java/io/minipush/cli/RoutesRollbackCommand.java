package io.minipush.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.minipush.routes.RouteHistory.Version;
import io.minipush.settings.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minipush routes rollback}: puts an accepted version back. */
@Command(name = "rollback", description = {"Puts an earlier version of a route file back.",
    "It is the one before the last accepted one, or the one of --to. If the gateway has not taken what is in the folder now, the last accepted one comes back."})
final class RoutesRollbackCommand extends RouteFilesCommand {

    @Parameters(paramLabel = "NAME", description = "For example send-notification")
    private String name;

    @Option(names = "--to", paramLabel = "VERSION", description = "As `minipush routes history` names it, or built-in")
    private String to;

    @Override
    int run() throws Exception {
        String file = fileName(name);
        Path path = folder().resolve(file);
        String text = wanted(file);
        if (text.isEmpty()) {
            Files.deleteIfExists(path);
            say(file + (builtIn().find(file).isPresent() ? ": the built-in one is back" : " is removed"));
        } else {
            Files.createDirectories(folder());
            WholeFile.write(path, text);
            say(path + " is as it was");
        }
        return 0;
    }

    /** @return empty: the built-in one, or none */
    private String wanted(String file) throws Exception {
        if ("built-in".equals(to)) {
            return "";
        }
        List<Version> versions = history().versions(file);
        if (to != null) {
            return versions.stream().filter(version -> version.at().equals(to)).findFirst()
                    .orElseThrow(() -> new CliFault(CliFault.REFUSED, "there is no version " + to + " of " + file + "; `minipush routes history " + name + "` shows them")).text();
        }
        String last = versions.isEmpty() ? "" : versions.get(versions.size() - 1).text();
        if (!edited(file).orElse("").equals(last)) {
            return last;
        }
        if (versions.isEmpty()) {
            throw new CliFault(CliFault.REFUSED, "no edit of " + file + " has been taken: there is nothing to go back to");
        }
        return versions.size() == 1 ? "" : versions.get(versions.size() - 2).text();
    }
}
