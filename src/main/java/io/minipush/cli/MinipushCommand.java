package io.minipush.cli;

import java.io.PrintWriter;

import io.minipush.benchmark.BenchmarkCommand;
import io.minipush.demo.DemoCommand;
import io.minipush.drill.DrillCommand;
import io.minipush.settings.InvalidSetting;
import io.minipush.simulator.SimulatorCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code minipush}: what it can do, and how a fault of the caller is told. */
@Command(name = "minipush", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "A notification gateway for mini programs: nothing lost, nothing sent twice.",
        subcommands = {RunCommand.class, DoctorCommand.class,
            ListCommand.class, ShowCommand.class, CancelCommand.class, RetryCommand.class, PauseCommand.class, ResumeCommand.class,
            HoldCommand.class, ReleaseCommand.class, StockCommand.class, TemplatesCommand.class, TokenCommand.class, BooksCommand.class, AppsCommand.class,
            AuditCommand.class, KeysCommand.class, RoutesCommand.class,
            DemoCommand.class, SimulatorCommand.class, DrillCommand.class, BenchmarkCommand.class})
public final class MinipushCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** @return the exit code */
    public static int execute(String... arguments) {
        return new CommandLine(new MinipushCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, line) -> {
                    PrintWriter err = e.getCommandLine().getErr();
                    err.println("minipush: " + e.getMessage());
                    UnmatchedArgumentException.printSuggestions(e, err);
                    e.getCommandLine().usage(err);
                    return 2;
                })
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (!(e instanceof InvalidSetting)) {
                        throw e;
                    }
                    line.getErr().println("minipush: " + e.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
