package io.minipush.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.minipush.gateway.Gateway;
import io.minipush.routes.BuiltInRoutes;
import io.minipush.routes.RouteFile;
import io.minipush.routes.RouteHistory;
import io.minipush.routes.RouteStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that works on route files: where they are, and what comes with the gateway. */
@Command(mixinStandardHelpOptions = true, sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:it is done, all is well", "1:something is wrong with a file, or there is no such file", "2:wrong command line"})
abstract class RouteFilesCommand extends PrintingCommand {

    @Option(names = "--json", order = 92, description = "Print JSON")
    private boolean json;

    private Defaults defaults;
    private BuiltInRoutes builtIn;

    @Override
    final int execute() throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        defaults = new Defaults(System.getenv());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.build();
            builtIn = new BuiltInRoutes(context);
        }
        return run();
    }

    /** @return the exit code */
    abstract int run() throws Exception;

    BuiltInRoutes builtIn() {
        return builtIn;
    }

    Path folder() {
        return defaults.routesFolder();
    }

    RouteHistory history() {
        return new RouteHistory(defaults.home().resolve(Gateway.ROUTE_HISTORY));
    }

    RouteStatus status() {
        return new RouteStatus(defaults.home().resolve(Gateway.ROUTE_HISTORY));
    }

    boolean json() {
        return json;
    }

    /** {@code send-notification} and {@code send-notification.camel.yaml} are the same file. */
    static String fileName(String given) {
        if (given.isBlank() || given.contains("/") || given.contains("\\") || given.startsWith(".")) {
            throw new CliFault(CliFault.USAGE, "'" + given + "' is not the name of a route file");
        }
        return given.endsWith(RouteFile.ENDING) ? given : given + RouteFile.ENDING;
    }

    /** The files in the folder, with their texts. */
    Map<String, String> edited() throws IOException {
        Map<String, String> edited = new TreeMap<>();
        if (Files.isDirectory(folder())) {
            try (Stream<Path> paths = Files.list(folder())) {
                for (Path path : paths.filter(path -> RouteFile.isRouteFile(path.getFileName().toString())).toList()) {
                    edited.put(path.getFileName().toString(), Files.readString(path));
                }
            }
        }
        return edited;
    }

    Optional<String> edited(String name) throws IOException {
        try {
            return Optional.of(Files.readString(folder().resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
