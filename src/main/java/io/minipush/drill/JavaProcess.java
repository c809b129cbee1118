package io.minipush.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What it takes to start another process with this one's Java and class path. */
final class JavaProcess {

    private JavaProcess() {
    }

    /** @param log gets what the process prints, behind what is there */
    static ProcessBuilder of(Class<?> main, List<String> options, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("MINIPUSH_"));
        return builder;
    }
}
