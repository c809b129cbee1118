package io.minipush.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

/** A command about one app. */
abstract class AppCommand extends GatewayCommand {

    @Option(names = "--app", paramLabel = "APPID", order = 89,
            description = "Which app (default: MINIPUSH_APP_ID, else the only one of the gateway)")
    private String app;

    private String chosen;

    /** {@code /v1/apps/wx0000000000000000} and what follows. */
    String path(String rest) {
        return "/v1/apps/" + GatewayClient.encode(app()) + rest;
    }

    String app() {
        if (chosen == null) {
            chosen = app != null ? app : defaults().app().orElseGet(this::onlyApp);
        }
        return chosen;
    }

    private String onlyApp() {
        List<String> apps = new ArrayList<>();
        for (JsonNode one : client().get("/v1/apps").json().path("apps")) {
            apps.add(one.path("app_id").asText());
        }
        if (apps.size() != 1) {
            throw new CliFault(CliFault.USAGE, "which app? --app with one of " + String.join(", ", apps));
        }
        return apps.get(0);
    }

    /** The status of the app in a few words, after something was done to it. */
    void sayStatus(JsonNode status) {
        StringBuilder line = new StringBuilder(status.path("app_id").asText()).append(": ");
        if (status.path("paused_at").isTextual()) {
            line.append("paused since ").append(Times.local(status.path("paused_at")));
        } else if (status.path("hold_until").isTextual()) {
            boolean over = !Instant.parse(status.path("hold_until").asText()).isAfter(Instant.now());
            line.append(over ? "goes on with one message that probes" : "rests until " + Times.local(status.path("hold_until")) + ", then one message probes");
            String because = (status.path("hold_reason").asText("") + " " + status.path("hold_errcode").asText("")).strip();
            line.append(because.isEmpty() ? "" : " (" + because + ")");
        } else {
            line.append("goes on");
        }
        List<String> held = new ArrayList<>();
        status.path("held_templates").forEach(template -> held.add(template.asText()));
        if (!held.isEmpty()) {
            line.append("; held: ").append(String.join(", ", held));
        }
        status.path("withdrawn_channels").forEach(gone -> line.append("; ").append(gone.path("channel").asText()).append(" messages are kept back: ")
                .append(gone.path("reason").asText()).append(" (").append(gone.path("errcode").asText()).append(')'));
        say(line.toString());
    }
}
