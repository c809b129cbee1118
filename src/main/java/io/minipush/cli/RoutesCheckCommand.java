package io.minipush.cli;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.routes.RouteFault;
import io.minipush.routes.RouteFile;
import io.minipush.routes.RouteRejected;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code minipush routes check}: whether a gateway would take the edited files. */
@Command(name = "check", description = {"Tells whether a gateway would take the edited route files, as FILE:LINE: REASON where not.",
    "Nothing is sent and nothing is changed: they are tried in a gateway that is thrown away."},
        footer = {"", "For a CI: minipush routes check routes/*.camel.yaml"})
final class RoutesCheckCommand extends RouteFilesCommand {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files to check, by name or path (default: all of the routes folder)")
    private List<String> files = List.of();

    @Override
    int run() throws Exception {
        Map<String, String> candidates = candidates();
        if (candidates.isEmpty()) {
            say(json() ? "" : "There is nothing to check in " + folder());
            return 0;
        }
        int faults = new RouteTrial(System.getenv(), builtIn()).run(candidates, beside(candidates), this::tell, this::tell);
        return faults == 0 ? 0 : CliFault.REFUSED;
    }

    /** What they would run beside: the built-in files, and the other edited ones as far as they can be read. */
    private Map<String, RouteFile> beside(Map<String, String> candidates) throws Exception {
        Map<String, RouteFile> beside = new TreeMap<>(builtIn().all());
        edited().forEach((name, text) -> {
            if (!candidates.containsKey(name)) {
                try {
                    beside.put(name, RouteFile.parse(name, text));
                } catch (RouteRejected e) {
                    // A gateway does not take that one either.
                }
            }
        });
        return beside;
    }

    private Map<String, String> candidates() throws Exception {
        if (files.isEmpty()) {
            return edited();
        }
        Map<String, String> candidates = new TreeMap<>();
        for (String given : files) {
            Path path = Path.of(given).getNameCount() > 1 || Files.exists(Path.of(given)) ? Path.of(given) : folder().resolve(fileName(given));
            String name = path.getFileName().toString();
            if (!RouteFile.isRouteFile(name)) {
                throw new CliFault(CliFault.USAGE, "a gateway does not look at " + name + ": the name of a route file ends with " + RouteFile.ENDING);
            }
            try {
                candidates.put(name, Files.readString(path));
            } catch (NoSuchFileException e) {
                throw new CliFault(CliFault.REFUSED, "there is no file " + path);
            }
        }
        return candidates;
    }

    private void tell(RouteFault fault) {
        say(json() ? JsonNodeFactory.instance.objectNode().put("file", fault.file()).put("line", fault.line()).put("reason", fault.reason()).toString() : fault.toString());
    }

    private void tell(RouteFile file) {
        if (!json()) {
            say(file.name() + ": good" + (builtIn().hasChangedSince(file) ? "; but it began as an older version of the built-in file: compare it with `minipush routes show --built-in "
                    + file.name().replace(RouteFile.ENDING, "") + "`" : ""));
        }
    }
}
