package io.minipush.cli;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import io.minipush.routes.RouteFile;
import io.minipush.routes.RouteHistory.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minipush routes history}: which versions of a file a gateway has taken, and what each changed. */
@Command(name = "history", description = "Lists the versions of a route file that the gateway of this home has taken, and what each changed.")
final class RoutesHistoryCommand extends RouteFilesCommand {

    private static final int CONTEXT = 3;

    @Parameters(paramLabel = "NAME", description = "For example send-notification")
    private String name;

    @Option(names = "--diff", description = "Show the changed lines")
    private boolean diff;

    @Override
    int run() throws Exception {
        String file = fileName(name);
        List<Version> versions = history().versions(file);
        if (versions.isEmpty()) {
            say(json() ? "" : "No edit of " + file + " has been taken.");
            return 0;
        }
        List<String> before = lines(builtIn().find(file).map(RouteFile::text).orElse(""));
        Table table = new Table("TAKEN", "WHAT", "LINES");
        for (Version version : versions) {
            String what = !version.isBuiltIn() ? "edited" : builtIn().find(file).isPresent() ? "built-in" : "removed";
            List<String> after = lines(version.isBuiltIn() ? builtIn().find(file).map(RouteFile::text).orElse("") : version.text());
            Patch<String> patch = DiffUtils.diff(before, after);
            int more = patch.getDeltas().stream().map(AbstractDelta::getTarget).mapToInt(chunk -> chunk.size()).sum();
            int less = patch.getDeltas().stream().map(AbstractDelta::getSource).mapToInt(chunk -> chunk.size()).sum();
            if (json()) {
                say(JsonNodeFactory.instance.objectNode().put("taken", version.at()).put("what", what).put("added", more).put("removed", less).toString());
            } else if (diff) {
                say(version.at() + "  " + what);
                UnifiedDiffUtils.generateUnifiedDiff("before", version.at(), before, patch, CONTEXT).stream().skip(2).forEach(this::say);
            } else {
                table.add(version.at(), what, "+" + more + " -" + less);
            }
            before = after;
        }
        if (!json() && !diff) {
            print(table);
        }
        return 0;
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }
}
