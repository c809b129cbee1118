package io.minipush.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code minipush show}: one notification. */
@Command(name = "show", description = "Shows how one notification is doing.")
final class ShowCommand extends GatewayCommand {

    @Parameters(paramLabel = "ID", description = "The id that the producer was told")
    private String id;

    @Override
    int run() {
        GatewayClient.Answer answer = client().get(GatewayClient.notification(id));
        if (!printedAsJson(answer)) {
            Table table = new Table("id", id);
            answer.json().fields().forEachRemaining(field -> {
                if (!field.getKey().equals("id") && !field.getValue().isNull()) {
                    table.add(field.getKey().replace('_', ' '), shown(field.getKey(), field.getValue()));
                }
            });
            print(table);
        }
        return 0;
    }

    static String shown(String name, JsonNode value) {
        return name.endsWith("_at") || name.endsWith("_until") ? Times.local(value) : value.asText();
    }
}
