package io.minipush.cli;

import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.minipush.json.Digests;
import io.minipush.routes.RouteFile;
import io.minipush.routes.RouteRejected;
import picocli.CommandLine.Command;

/** {@code minipush routes list}: which files there are, and what a gateway made of them. */
@Command(name = "list", description = "Lists the route files, and what a gateway made of the edited ones.")
final class RoutesListCommand extends RouteFilesCommand {

    @Override
    int run() throws Exception {
        Map<String, String> edited = edited();
        JsonNode status = status().read().orElse(MissingNode.getInstance());
        TreeSet<String> names = new TreeSet<>(builtIn().all().keySet());
        names.addAll(edited.keySet());
        Table table = new Table("FILE", "WHOSE", "STATE", "ROUTES");
        for (String name : names) {
            String whose = !edited.containsKey(name) ? "built-in" : builtIn().find(name).isPresent() ? "edited" : "added";
            String state = edited.containsKey(name) ? state(name, edited.get(name), status) : "";
            String routes = routes(name, edited.get(name));
            if (json()) {
                say(JsonNodeFactory.instance.objectNode().put("file", name).put("whose", whose).put("state", state).put("routes", routes).toString());
            } else {
                table.add(name, whose, state, routes);
            }
        }
        if (!json()) {
            print(table);
        }
        return 0;
    }

    /** As the gateway of this home wrote it down last. */
    private static String state(String name, String text, JsonNode status) {
        for (JsonNode fault : status.path("rejected")) {
            if (fault.path("file").asText().equals(name) && fault.path("digest").asText().equals(Digests.of(text))) {
                return "not taken: line " + fault.path("line").asInt() + ": " + fault.path("reason").asText();
            }
        }
        for (JsonNode file : status.path("from_next_start")) {
            if (file.asText().equals(name)) {
                return "used from the next start on";
            }
        }
        for (JsonNode file : status.path("running")) {
            if (file.path("file").asText().equals(name) && file.path("digest").asText().equals(Digests.of(text))) {
                return "in use";
            }
        }
        return "not seen by a gateway yet";
    }

    private String routes(String name, String text) {
        try {
            RouteFile file = text == null ? builtIn().find(name).orElseThrow() : RouteFile.parse(name, text);
            return String.join(" ", file.routes().keySet());
        } catch (RouteRejected e) {
            return "";
        }
    }
}
