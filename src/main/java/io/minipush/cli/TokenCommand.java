package io.minipush.cli;

import picocli.CommandLine.Command;

/** {@code minipush token}: how the access token is doing; never the token. */
@Command(name = "token", description = "Shows how the access token of an app is doing; never the token.")
final class TokenCommand extends AppCommand {

    @Override
    int run() {
        GatewayClient.Answer answer = client().get(path("/token"));
        if (!printedAsJson(answer)) {
            Table table = new Table("app", app());
            answer.json().fields().forEachRemaining(field -> table.add(field.getKey().replace('_', ' '),
                    field.getValue().isNull() ? "-" : ShowCommand.shown(field.getKey(), field.getValue())));
            print(table);
        }
        return 0;
    }
}
