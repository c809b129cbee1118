package io.minipush.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that talks to a running gateway: where it is, how its answers are shown, and what the exit code says. */
@Command(mixinStandardHelpOptions = true, sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is done", "1:the gateway refused it, or there is no such thing", "2:wrong command line", "3:no gateway answers, or it cannot at present"})
abstract class GatewayCommand implements Callable<Integer> {

    @Option(names = "--url", paramLabel = "URL", order = 90,
            description = "Where the gateway is (default: MINIPUSH_HTTP_HOST and MINIPUSH_HTTP_PORT, else http://127.0.0.1:8080)")
    private String url;

    @Option(names = "--key", paramLabel = "KEY", order = 91,
            description = "The API key; others on this machine can see it here, MINIPUSH_API_KEY or MINIPUSH_API_KEY_FILE hide it")
    private String key;

    @Option(names = "--json", order = 92, description = "Print what the API answers, unchanged: one line each")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private Defaults defaults;
    private GatewayClient client;
    private PrintStream out;

    @Override
    public final Integer call() {
        try {
            out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
            defaults = new Defaults(System.getenv());
            client = new GatewayClient(url == null ? defaults.url() : url, key == null ? defaults.key() : Optional.of(key));
            return run();
        } catch (CliFault fault) {
            complain(fault.getMessage());
            return fault.code();
        } finally {
            out.flush();
        }
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

    void say(String line) {
        out.println(line);
    }

    void print(Table table) {
        table.print(out, Terminal.width());
    }

    /** The answer as it came, if that is wanted. */
    boolean printedAsJson(GatewayClient.Answer answer) {
        if (json) {
            out.println(answer.text());
        }
        return json;
    }

    void complain(String fault) {
        out.flush();
        spec.commandLine().getErr().println("minipush: " + fault);
    }
}
