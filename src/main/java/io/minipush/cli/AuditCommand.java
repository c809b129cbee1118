package io.minipush.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code minipush audit}: who did what to an app. */
@Command(name = "audit", description = "Shows who did what to an app, the newest first.")
final class AuditCommand extends AppCommand {

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many, up to 500 (default: ${DEFAULT-VALUE})")
    private int limit;

    @Override
    int run() {
        GatewayClient.Answer answer = client().get(path("/audit?limit=" + limit));
        if (!printedAsJson(answer)) {
            Table table = new Table("WHEN", "WHO", "WHAT", "TARGET", "DETAIL");
            for (JsonNode deed : answer.json().path("deeds")) {
                table.add(Times.local(deed.path("at")), deed.path("who").asText(), deed.path("action").asText(), deed.path("target").textValue(),
                        deed.path("detail").textValue());
            }
            print(table);
        }
        return 0;
    }
}
