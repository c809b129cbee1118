package io.minipush.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code minipush release}: lets a template go on. */
@Command(name = "release", description = "Lets the messages of a template go on.")
final class ReleaseCommand extends AppCommand {

    @Parameters(paramLabel = "TEMPLATE", description = "The id of the template")
    private String template;

    @Override
    int run() {
        GatewayClient.Answer answer = client().post(path("/templates/" + GatewayClient.encode(template) + "/release"), null);
        if (!printedAsJson(answer)) {
            sayStatus(answer.json());
        }
        return 0;
    }
}
