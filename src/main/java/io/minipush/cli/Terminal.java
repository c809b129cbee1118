package io.minipush.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The terminal in front of a person, if there is one. */
final class Terminal {

    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final int NARROWEST = 40;

    private Terminal() {
    }

    /** Whether input and output are a person's. */
    static boolean isInteractive() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** From Java 22 on there is a console also where there is no terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Columns; without a terminal there is no bound, so that nothing is cut off in a file. */
    static int width() {
        if (!isInteractive()) {
            return UNBOUNDED;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches("\\d+ \\d+")) {
                int columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
                return columns == 0 ? UNBOUNDED : Math.max(NARROWEST, columns);
            }
        } catch (IOException e) {
            // no stty here: lines may wrap
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return UNBOUNDED;
    }

    /** Whether the person says yes. Only if {@link #isInteractive}. */
    static boolean confirms(String question) {
        String answer = System.console().readLine("%s [y/N] ", question);
        return answer != null && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }
}
