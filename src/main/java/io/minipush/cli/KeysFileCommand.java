package io.minipush.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.minipush.access.WrongKeysFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command on the keys file; no gateway has to run. */
@Command(mixinStandardHelpOptions = true, sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is done", "1:there is no such key, or the file cannot be used", "2:wrong command line"})
abstract class KeysFileCommand extends PrintingCommand {

    @Option(names = "--file", paramLabel = "FILE", order = 90, description = "The keys file (default: the one that MINIPUSH_KEYS_FILE names)")
    private String file;

    @Option(names = "--json", order = 92, description = "Print JSON, a line for each key")
    private boolean json;

    @Override
    final int execute() {
        try {
            return run(path());
        } catch (WrongKeysFile fault) {
            throw new CliFault(CliFault.REFUSED, fault.getMessage());
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
}
