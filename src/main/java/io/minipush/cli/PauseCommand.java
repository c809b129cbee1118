package io.minipush.cli;

import picocli.CommandLine.Command;

/** {@code minipush pause}: stops an app. */
@Command(name = "pause", description = "Stops an app on all nodes until it is resumed. Messages are taken in as ever.")
final class PauseCommand extends AppCommand {

    @Override
    int run() {
        GatewayClient.Answer answer = client().post(path("/pause"), null);
        if (!printedAsJson(answer)) {
            sayStatus(answer.json());
        }
        return 0;
    }
}
