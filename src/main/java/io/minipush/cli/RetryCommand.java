package io.minipush.cli;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minipush retry}: makes notifications due again, some by their ids or all that ended in a certain way. */
@Command(name = "retry", description = {"Makes failed, uncertain or expired notifications due again, under their ids. Doing it twice sends once.",
    "Either some by their ids, or all of an app in a state."},
        footer = {"", "For example, after a template was mended: minipush retry --state failed --errcode 40037"})
final class RetryCommand extends AppCommand {

    private static final int COUNTED_UP_TO = 5000;
    private static final int LONGEST_PAGE = 500;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of notifications")
    private List<String> ids;

    @Option(names = "--state", paramLabel = "STATE", description = "All that are failed, uncertain or expired")
    private String state;

    @Option(names = "--errcode", paramLabel = "NUMBER", description = "Of these, those that the platform answered with this")
    private Integer errcode;

    @Option(names = "--expires-at", paramLabel = "TIME", description = "Their new end, like 2026-01-31T08:00:00Z (default: the old one, or a week ahead if that is past)")
    private String expiresAt;

    @Option(names = {"-y", "--yes"}, description = "Do not ask whether all of them are meant")
    private boolean yes;

    @Override
    int run() {
        boolean some = ids != null && !ids.isEmpty();
        if (some == (state != null)) {
            throw new CliFault(CliFault.USAGE, "either ids, or --state for all that are in it");
        }
        if (some && errcode != null) {
            throw new CliFault(CliFault.USAGE, "--errcode goes with --state");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (expiresAt != null) {
            body.put("expires_at", expiresAt);
        }
        return some ? new EachNotification(this).post(ids, "retry", body) : all(body);
    }

    private int all(ObjectNode body) {
        if (!yes && !isMeant()) {
            return CliFault.REFUSED;
        }
        body.put("state", state);
        if (errcode != null) {
            body.put("errcode", errcode);
        }
        GatewayClient.Answer answer = client().postLong(path("/notifications/retry"), body);
        if (!printedAsJson(answer)) {
            say(answer.json().path("retried").asLong() + " due again");
        }
        return 0;
    }

    private boolean isMeant() {
        if (!Terminal.isInteractive()) {
            throw new CliFault(CliFault.USAGE, "nobody is there to ask: --yes if all of them are meant");
        }
        String which = state + (errcode == null ? "" : " with errcode " + errcode) + " of " + app();
        String count = count();
        if (count.equals("0")) {
            say("There are none " + which + ".");
            return false;
        }
        return Terminal.confirms("Retry " + count + " " + which + "?");
    }

    private String count() {
        int count = 0;
        String cursor = null;
        do {
            JsonNode page = client().get(path("/notifications?limit=" + LONGEST_PAGE + "&state=" + GatewayClient.encode(state)
                    + (errcode == null ? "" : "&errcode=" + errcode) + (cursor == null ? "" : "&cursor=" + cursor))).json();
            count += page.path("notifications").size();
            cursor = page.path("next_cursor").textValue();
        } while (cursor != null && count < COUNTED_UP_TO);
        return cursor == null ? Integer.toString(count) : count + " or more";
    }
}
