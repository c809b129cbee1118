package io.minipush.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code minipush stock}: how many messages could be sent, and to whom. */
@Command(name = "stock", description = {
    "Shows how many messages could be sent: by formIds, or with --template by subscriptions to it.",
    "Of an app, of a user, or of each user of a list before a campaign."})
final class StockCommand extends AppCommand {

    private static final int MOST_USERS = 10_000;

    @Option(names = "--template", paramLabel = "TEMPLATE", description = "Subscriptions to this template instead of formIds")
    private String template;

    @Option(names = "--openid", paramLabel = "OPENID", description = "Only of this user")
    private String openid;

    @Option(names = "--openids-file", paramLabel = "FILE", description = "Who of these users can be reached: one openid a line, - for the standard input")
    private Path file;

    @Option(names = "--each", description = "With --openids-file: each user with his number of uses")
    private boolean each;

    @Override
    int run() {
        if (file != null && openid != null || each && file == null) {
            throw new CliFault(CliFault.USAGE, "--openid or --openids-file, the latter with or without --each");
        }
        return file == null ? stock() : reach(openids());
    }

    private int stock() {
        List<String> query = new ArrayList<>();
        if (openid != null) {
            query.add("openid=" + GatewayClient.encode(openid));
        }
        if (template != null) {
            query.add("template_id=" + GatewayClient.encode(template));
        }
        GatewayClient.Answer answer = client().get(path("/form-ids/stock" + (query.isEmpty() ? "" : "?" + String.join("&", query))));
        if (!printedAsJson(answer)) {
            Table table = new Table("available", answer.json().path("available").asText());
            table.add("users", answer.json().path("users").asText());
            table.add("of these, gone in 24 h", answer.json().path("expiring_24h").asText());
            print(table);
        }
        return 0;
    }

    private int reach(List<String> openids) {
        long asked = 0;
        long reachable = 0;
        Table table = new Table("USER", "USES");
        for (int from = 0; from < openids.size(); from += MOST_USERS) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            if (template != null) {
                body.put("template_id", template);
            }
            ArrayNode list = body.putArray("openids");
            openids.subList(from, Math.min(openids.size(), from + MOST_USERS)).forEach(list::add);
            GatewayClient.Answer answer = client().post(path("/form-ids/stock"), body);
            JsonNode reach = answer.json();
            asked += reach.path("asked").asLong();
            reachable += reach.path("reachable").asLong();
            if (!printedAsJson(answer) && each) {
                reach.path("users").fields().forEachRemaining(user -> table.add(user.getKey(), user.getValue().asText()));
            }
        }
        if (!json()) {
            if (each) {
                print(table);
            }
            say(reachable + " of " + asked + " users can be reached");
        }
        return 0;
    }

    /** No user twice. */
    private List<String> openids() {
        try {
            byte[] text = file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
            List<String> openids = new String(text, StandardCharsets.UTF_8).replace("\uFEFF", "").lines().map(String::strip)
                    .filter(line -> !line.isEmpty()).distinct().toList();
            if (openids.isEmpty()) {
                throw new CliFault(CliFault.USAGE, "there is no openid in " + file);
            }
            return new ArrayList<>(openids);
        } catch (IOException e) {
            throw new CliFault(CliFault.USAGE, "cannot read the file " + file);
        }
    }
}
