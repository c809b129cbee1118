package io.minipush.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.minipush.routes.BuiltInRoutes;
import io.minipush.routes.RouteFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minipush routes edit}: puts a copy of a built-in file where it can be edited. */
@Command(name = "edit", description = {"Copies a built-in route file into the routes folder and opens it in your editor.",
    "The first line of the copy says what it began as; the editor is $VISUAL or $EDITOR. A file that is there already is opened as it is."})
final class RoutesEditCommand extends RouteFilesCommand {

    @Parameters(paramLabel = "NAME", description = "For example send-notification")
    private String name;

    @Option(names = "--no-editor", description = "Only copy it")
    private boolean noEditor;

    @Override
    int run() throws Exception {
        String file = fileName(name);
        Path path = folder().resolve(file);
        if (Files.notExists(path)) {
            RouteFile original = builtIn().find(file).orElseThrow(() -> new CliFault(CliFault.REFUSED, "there is no built-in route file " + file + "; "
                    + builtIn().holding(name).map(holder -> "the route " + name + " is in " + holder.name()).orElse("to add routes, write " + path + " yourself")));
            Files.createDirectories(folder());
            Files.writeString(path, BuiltInRoutes.origin(original) + "\n" + original.text());
            say("copied to " + path);
        }
        Optional<String> editor = Optional.ofNullable(System.getenv("VISUAL")).or(() -> Optional.ofNullable(System.getenv("EDITOR"))).filter(command -> !command.isBlank());
        if (noEditor || editor.isEmpty() || !Terminal.isInteractive()) {
            say("edit " + path + "; a running gateway takes it when it is saved, `minipush routes check` tells whether it will");
            return 0;
        }
        // The shell, since the variable may have options: "code --wait".
        return new ProcessBuilder("sh", "-c", editor.get() + " \"$1\"", "edit", path.toString()).inheritIO().start().waitFor();
    }
}
