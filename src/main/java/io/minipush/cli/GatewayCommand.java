package io.minipush.cli;

import java.util.Optional;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that talks to a running gateway: where it is, how its answers are shown, and what the exit code says. */
@Command(mixinStandardHelpOptions = true, sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is done", "1:the gateway refused it, or there is no such thing", "2:wrong command line", "3:no gateway answers, or it cannot at present"})
abstract class GatewayCommand extends PrintingCommand {

    @Option(names = "--url", paramLabel = "URL", order = 90,
            description = "Where the gateway is (default: MINIPUSH_HTTP_HOST and MINIPUSH_HTTP_PORT, else http://127.0.0.1:8080)")
    private String url;

    @Option(names = "--key", paramLabel = "KEY", order = 91,
            description = "The API key; others on this machine can see it here, MINIPUSH_API_KEY or MINIPUSH_API_KEY_FILE hide it")
    private String key;

    @Option(names = "--json", order = 92, description = "Print what the API answers, unchanged: one line each")
    private boolean json;

    private Defaults defaults;
    private GatewayClient client;

    @Override
    final int execute() {
        defaults = new Defaults(System.getenv());
        client = new GatewayClient(url == null ? defaults.url() : url, key == null ? defaults.key() : Optional.of(key));
        return run();
    }

    /** @return the exit code */
    abstract int run();

    GatewayClient client() {
        return client;
    }

    Defaults defaults() {
        return defaults;
    }

    boolean json() {
        return json;
    }

    /** The answer as it came, if that is wanted. */
    boolean printedAsJson(GatewayClient.Answer answer) {
        if (json) {
            say(answer.text());
        }
        return json;
    }
}
