package io.minipush.benchmark;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code minipush benchmark}: figures of this machine, beside those of plain loops on the same machine. */
@Command(name = "benchmark", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false,
        description = {"Measures accepting and sending on an embedded PostgreSQL against the simulated platform, beside two plain loops.",
            "The figures are of this machine; compare the ratios."},
        footer = {"", "Cost must not grow with what lies there: minipush benchmark --latencies 0 --waiting 1000000 --credits 2000000"})
public final class BenchmarkCommand implements Callable<Integer> {

    @Option(names = "--messages", paramLabel = "N", defaultValue = "4000", description = "Messages of each accept measurement and of accept-and-send.")
    private int messages;

    @Option(names = "--latencies", paramLabel = "MILLIS", split = ",", defaultValue = "0,50,100", description = "Of the platform, one column each.")
    private List<Integer> latencies;

    @Option(names = "--backlog", paramLabel = "N", defaultValue = "10000", description = "Messages that lie ready when a drain begins.")
    private int backlog;

    @Option(names = "--waiting", paramLabel = "N", defaultValue = "20000", description = "Notifications without a credit in the flatness run.")
    private int waiting;

    @Option(names = "--credits", paramLabel = "N", defaultValue = "50000", description = "formIds of other users in the flatness run.")
    private int credits;

    @Option(names = "--in-flight", paramLabel = "N", defaultValue = "64", description = "Posts at the same time, and threads of the loops.")
    private int inFlight;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "16", description = "Clients of the API at the same time.")
    private int clients;

    @Option(names = "--loops", negatable = true, defaultValue = "true", fallbackValue = "true", description = "Run the plain loops to compare with.")
    private boolean loops;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Benchmark.run(plan(), spec.commandLine().getOut());
        return 0;
    }

    BenchmarkPlan plan() {
        try {
            return new BenchmarkPlan(messages, latencies, backlog, waiting, credits, inFlight, clients, loops);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
