package io.minipush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinipushCommandTest {

    private record Run(int code, String out, String err) {
    }

    private static Run run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int code = MinipushCommand.execute(arguments);
            return new Run(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "simulator", "drill", "benchmark", "keys", "keys create", "keys list", "keys revoke"})
    void everyCommandExplainsItself(String command) {
        Run help = run((command + " --help").split(" "));
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: minipush " + command);
        assertThat(help.err()).isEmpty();
    }

    @Test
    void withoutACommandItListsThem() {
        Run usage = run();
        assertThat(usage.code()).isZero();
        assertThat(usage.out()).contains("run", "simulator", "drill", "benchmark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --no-such-option", "drill --database oracle", "no-such-command", "benchmark --messages many"})
    void aWrongCommandLineIsAnsweredByTheUsageAndCode2(String line) {
        Run wrong = run(line.split(" "));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("Usage: minipush").doesNotContain("at picocli", "Exception");
    }
}
