package io.minipush.drill;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

import io.minipush.storage.Dialect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code minipush drill}: exit code 0 says that nothing was lost and nothing sent twice, 1 that something was. */
@Command(name = "drill", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false,
        description = {"Kills real gateway processes while messages are on their way and the platform fails, and counts what is lost or sent twice.",
            "Nothing has to be prepared: the database and the simulated platform come with it, everything is thrown away afterwards."},
        footer = {"", "Exit code 0: everything that must be 0 was 0. 1: something was not.",
            "Example: minipush drill --database postgresql --nodes 2 --messages 5000 --kills 6 --faults 10"})
public final class DrillCommand implements Callable<Integer> {

    @Option(names = "--database", paramLabel = "NAME", defaultValue = "postgresql", description = "h2, postgresql or mariadb. H2 takes one node.")
    private Dialect database;

    @Option(names = "--nodes", paramLabel = "N", description = "Gateway processes on the one database. Default: 2, on h2 1.", showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private Integer nodes;

    @Option(names = "--messages", paramLabel = "N", defaultValue = "2000", description = "Messages that the producers hand in.")
    private int messages;

    @Option(names = "--users", paramLabel = "N", defaultValue = "100", description = "Users they go to.")
    private int users;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "4", description = "How often a random node is killed (kill -9) and started again.")
    private int kills;

    @Option(names = "--pauses", paramLabel = "N", defaultValue = "0", description = "How often a random node is frozen (kill -STOP) for 20 s.")
    private int freezes;

    @Option(names = "--faults", paramLabel = "PERCENT", defaultValue = "10",
            description = "Share of posts that meet a fault: connection cut before or after the platform took the message, no answer in time, busy, 5xx, garbage.")
    private int faultPercent;

    @Option(names = "--prepay", paramLabel = "PERCENT", defaultValue = "0",
            description = "Share of credits that stem from payments (three uses each). Doubt about one of those ends uncertain.")
    private int prepayPercent;

    @Option(names = "--subscribe", paramLabel = "PERCENT", defaultValue = "0",
            description = "Share of messages that go as subscribe messages, some by a long-term template; what users accept is handed in, or pushed"
                    + " by the platform. Doubt about one of those ends uncertain: a repeat would prove nothing.")
    private int subscribePercent;

    @Option(names = "--recollect", description = "Hand formIds in again and again, used ones too.")
    private boolean recollect;

    @Option(names = "--doors", paramLabel = "NAMES", split = ",", defaultValue = "rest",
            description = "Through which doors the messages come in: rest, file, jms; with all three half, a quarter and a quarter. For jms a broker"
                    + " of its own is started, and killed as often as a node.")
    private Set<Door> doors;

    @Option(names = "--latency", paramLabel = "MILLIS", defaultValue = "20", description = "Time that the platform takes to answer.")
    private int latencyMillis;

    @Option(names = "--in-flight", paramLabel = "N", defaultValue = "64", description = "Posts at the same time for each node.")
    private int inFlight;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Repeat the messages, users and faults of an earlier drill. Default: a new one.", showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private Long seed;

    @Option(names = "--patience", paramLabel = "SECONDS", defaultValue = "180", description = "How long to wait for the last message when all is well again.")
    private int patienceSeconds;

    @Option(names = "--keep", description = "Keep homes and logs of the processes. They are kept anyway if the drill fails.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return Drill.run(plan(), new Report(spec.commandLine().getOut())).passed() ? 0 : 1;
    }

    DrillPlan plan() {
        try {
            int processes = nodes != null ? nodes : database == Dialect.H2 ? 1 : 2;
            return new DrillPlan(database, processes, messages, users, kills, freezes, faultPercent, prepayPercent, subscribePercent,
                    Duration.ofMillis(latencyMillis), inFlight, recollect, doors, seed != null ? seed : ThreadLocalRandom.current().nextLong(1_000_000_000L), Duration.ofSeconds(patienceSeconds), keep);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
