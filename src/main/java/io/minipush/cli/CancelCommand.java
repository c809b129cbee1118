package io.minipush.cli;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code minipush cancel}: ends notifications that have not left. */
@Command(name = "cancel", description = "Ends notifications that have not left: accepted, waiting or uncertain ones. Doing it twice is doing it once.")
final class CancelCommand extends GatewayCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of notifications")
    private List<String> ids;

    @Override
    int run() {
        return new EachNotification(this).post(ids, "cancel", null);
    }
}
