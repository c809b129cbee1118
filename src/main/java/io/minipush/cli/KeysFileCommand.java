package io.minipush.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.minipush.access.WrongKeysFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command on the keys file; no gateway has to run. */
@Command(mixinStandardHelpOptions = true, sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is done", "1:there is no such key, or the file cannot be used", "2:wrong command line"})
abstract class KeysFileCommand implements Callable<Integer> {

    @Option(names = "--file", paramLabel = "FILE", order = 90, description = "The keys file (default: the one that MINIPUSH_KEYS_FILE names)")
    private String file;

    @Option(names = "--json", order = 92, description = "Print JSON, a line for each key")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private PrintStream out;

    @Override
    public final Integer call() {
        out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try {
            return run(path());
        } catch (CliFault fault) {
            complain(fault.getMessage());
            return fault.code();
        } catch (WrongKeysFile fault) {
            complain(fault.getMessage());
            return CliFault.REFUSED;
        } finally {
            out.flush();
        }
    }

    /** @return the exit code */
    abstract int run(Path file);

    private Path path() {
        String named = file == null ? new Defaults(System.getenv()).keysFile()
                .orElseThrow(() -> new CliFault(CliFault.USAGE, "which file? --file or MINIPUSH_KEYS_FILE names it")) : file;
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw new CliFault(CliFault.USAGE, "the name of the keys file is none that a file can have");
        }
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

    /** To the person, beside what a script reads. */
    void remark(String line) {
        out.flush();
        spec.commandLine().getErr().println(line);
    }

    private void complain(String fault) {
        remark("minipush: " + fault);
    }
}
