package io.minipush.cli;

import picocli.CommandLine.Command;

/** {@code minipush resume}: lets an app go on. */
@Command(name = "resume", description = "Lets an app go on, also one that rests after an answer of the platform, or lost a channel by it.")
final class ResumeCommand extends AppCommand {

    @Override
    int run() {
        GatewayClient.Answer answer = client().post(path("/resume"), null);
        if (!printedAsJson(answer)) {
            sayStatus(answer.json());
        }
        return 0;
    }
}
