package io.minipush.cli;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code minipush templates}: the subscribe templates of an app, and what their keys take. */
@Command(name = "templates", description = "Lists the subscribe templates of an app as the platform listed them last, and what their keys take.")
final class TemplatesCommand extends AppCommand {

    @Override
    int run() {
        GatewayClient.Answer answer = client().get(path("/templates"));
        if (printedAsJson(answer)) {
            return 0;
        }
        if (answer.json().path("fetched_at").isNull()) {
            say("The platform has not listed the templates of " + app() + " yet; `minipush token` tells whether it can be asked");
            return 0;
        }
        Table table = new Table("TEMPLATE", "TITLE", "TYPE", "KEYS");
        for (JsonNode template : answer.json().path("templates")) {
            List<String> keys = new ArrayList<>();
            template.path("keys").forEach(key -> keys.add(key(key)));
            table.add(template.path("template_id").asText(), template.path("title").asText(), template.path("type").asText().replace('_', ' '), String.join(", ", keys));
        }
        print(table);
        say("As of " + Times.local(answer.json().path("fetched_at")));
        return 0;
    }

    /** {@code thing1 (20)}, {@code enum2 (one of 3)}. */
    private static String key(JsonNode key) {
        String takes = key.has("values") ? " (one of " + key.path("values").size() + ")" : key.has("limit") ? " (" + key.path("limit").asText() + ")" : "";
        return key.path("key").asText() + takes;
    }
}
