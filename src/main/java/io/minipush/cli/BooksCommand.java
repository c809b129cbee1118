package io.minipush.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code minipush books}: what was taken in and collected, and where it is. */
@Command(name = "books", description = "Shows the books of an app: what was taken in and collected, and where it is. Both differences must be 0; exit code 1 says that one is not.")
final class BooksCommand extends AppCommand {

    @Override
    int run() {
        GatewayClient.Answer answer = client().get(path("/books"));
        JsonNode notifications = answer.json().path("notifications");
        JsonNode credits = answer.json().path("credits");
        if (!printedAsJson(answer)) {
            Table table = new Table("NOTIFICATIONS", "");
            notifications.fields().forEachRemaining(field -> table.add(name(field.getKey()), field.getValue().asText()));
            table.add("");
            table.add("CREDITS (uses)", "");
            credits.fields().forEachRemaining(field -> table.add(name(field.getKey()), field.getValue().asText()));
            print(table);
        }
        boolean balance = notifications.path("difference").asLong(-1) == 0 && credits.path("difference").asLong(-1) == 0;
        if (!balance) {
            complain("the books do not balance: something was lost or came from nowhere");
        }
        return balance ? 0 : CliFault.REFUSED;
    }

    private static String name(String field) {
        return "  " + field.replace('_', ' ');
    }
}
