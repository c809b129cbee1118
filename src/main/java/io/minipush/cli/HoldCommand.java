package io.minipush.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code minipush hold}: keeps a template back. */
@Command(name = "hold", description = "Keeps the messages of a template back on all nodes until it is released.")
final class HoldCommand extends AppCommand {

    @Parameters(paramLabel = "TEMPLATE", description = "The id of the template")
    private String template;

    @Override
    int run() {
        GatewayClient.Answer answer = client().post(path("/templates/" + GatewayClient.encode(template) + "/hold"), null);
        if (!printedAsJson(answer)) {
            sayStatus(answer.json());
        }
        return 0;
    }
}
