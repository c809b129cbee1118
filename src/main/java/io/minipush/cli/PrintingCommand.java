package io.minipush.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How commands speak: what a script reads goes to the output, in UTF-8 and at once; faults and remarks go beside it. */
abstract class PrintingCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private PrintStream out;

    @Override
    public final Integer call() throws Exception {
        out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try {
            return execute();
        } catch (CliFault fault) {
            complain(fault.getMessage());
            return fault.code();
        } finally {
            out.flush();
        }
    }

    /** @return the exit code */
    abstract int execute() throws Exception;

    final void say(String line) {
        out.println(line);
    }

    final void print(Table table) {
        table.print(out, Terminal.width());
    }

    /** To the person, beside what a script reads. */
    final void remark(String line) {
        out.flush();
        spec.commandLine().getErr().println(line);
    }

    final void complain(String fault) {
        remark("minipush: " + fault);
    }
}
