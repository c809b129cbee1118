package io.minipush.cli;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code minipush apps}: the apps of the gateway, and what holds them. */
@Command(name = "apps", description = "Lists the apps that the gateway serves, what holds them, and how much of the day's budget is used.")
final class AppsCommand extends GatewayCommand {

    @Override
    int run() {
        GatewayClient.Answer answer = client().get("/v1/apps");
        if (!printedAsJson(answer)) {
            Table table = new Table("APP", "PAUSED", "RESTS UNTIL", "BECAUSE", "HELD TEMPLATES", "WITHDRAWN", "USED TODAY", "BUDGET", "A SECOND", "PLATFORM LEAVES");
            for (JsonNode app : answer.json().path("apps")) {
                table.add(app.path("app_id").asText(), Times.local(app.path("paused_at")), Times.local(app.path("hold_until")),
                        (app.path("hold_reason").asText("") + " " + app.path("hold_errcode").asText("")).strip(),
                        Integer.toString(app.path("held_templates").size()), withdrawn(app), app.path("quota_used").asText(), app.path("daily_budget").asText(),
                        app.path("rate_per_second").isNull() ? "any" : app.path("rate_per_second").asText(),
                        left(app.path("platform_quota")));
            }
            print(table);
        }
        return 0;
    }

    /** What the platform still allows today, by its own word: {@code template_send 998765}. */
    private static String left(JsonNode quotas) {
        List<String> left = new ArrayList<>();
        quotas.forEach(quota -> left.add(quota.path("api").asText() + " " + quota.path("remain").asText()));
        return String.join(", ", left);
    }

    private static String withdrawn(JsonNode app) {
        List<String> channels = new ArrayList<>();
        app.path("withdrawn_channels").forEach(channel -> channels.add(channel.path("channel").asText() + " (" + channel.path("errcode").asText() + ")"));
        return String.join(", ", channels);
    }
}
