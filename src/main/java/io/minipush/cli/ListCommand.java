package io.minipush.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code minipush list}: notifications, the newest first. */
@Command(name = "list", description = "Lists and searches notifications, the newest first.",
        footer = {"", "For example: minipush list --state failed --errcode 40037 --all"})
final class ListCommand extends AppCommand {

    private static final int LONGEST_PAGE = 500;

    @Option(names = "--state", paramLabel = "STATE", description = "accepted, waiting, sending, uncertain, sent, failed, expired or cancelled")
    private String state;

    @Option(names = "--openid", paramLabel = "OPENID", description = "Only those to this user")
    private String openid;

    @Option(names = "--reference", paramLabel = "TEXT", description = "Only those with this label of the producer")
    private String reference;

    @Option(names = "--errcode", paramLabel = "NUMBER", description = "Only those that the platform answered with this")
    private Integer errcode;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--all", description = "All of them, however many")
    private boolean all;

    @Override
    int run() {
        if (limit < 1) {
            throw new CliFault(CliFault.USAGE, "--limit must be 1 or more");
        }
        Table table = new Table("ID", "STATE", "CREATED", "USER", "TEMPLATE", "TRIES", "ERRCODE", "REASON", "REFERENCE");
        long left = all ? Long.MAX_VALUE : limit;
        int shown = 0;
        String cursor = null;
        do {
            GatewayClient.Answer page = client().get(path("/notifications?" + query(left, cursor)));
            JsonNode notifications = page.json().path("notifications");
            if (!printedAsJson(page)) {
                notifications.forEach(one -> add(table, one));
            }
            shown += notifications.size();
            left -= notifications.size();
            cursor = page.json().path("next_cursor").textValue();
        } while (cursor != null && left > 0);
        if (!json()) {
            if (shown == 0) {
                say("There are none.");
            } else {
                print(table);
            }
            if (cursor != null) {
                say("There are more: --limit or --all");
            }
        }
        return 0;
    }

    private String query(long left, String cursor) {
        StringBuilder query = new StringBuilder("limit=").append(Math.min(left, LONGEST_PAGE));
        parameter(query, "state", state);
        parameter(query, "openid", openid);
        parameter(query, "reference", reference);
        parameter(query, "errcode", errcode);
        parameter(query, "cursor", cursor);
        return query.toString();
    }

    private static void parameter(StringBuilder query, String name, Object value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(GatewayClient.encode(value.toString()));
        }
    }

    private static void add(Table table, JsonNode one) {
        table.add(one.path("id").asText(), one.path("state").asText(), Times.local(one.path("created_at")), one.path("touser").asText(),
                one.path("template_id").asText(), one.path("attempts").asText(), one.path("errcode").asText(""),
                one.path("reason").textValue(), one.path("reference").textValue());
    }
}
