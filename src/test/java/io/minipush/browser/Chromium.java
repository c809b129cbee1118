package io.minipush.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/** Finds the browser that tests drive. Where there is none it is installed if that is wanted; otherwise such tests are skipped. */
final class Chromium {

    /** Set to a browser of the Chromium family, or to {@code install}. */
    private static final String PROPERTY = "minipush.browser";
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final String HOW = "no Chromium found: tests in a browser are skipped. Install it (Debian: apt-get install chromium), or -Dminipush.browser=/path/to/it, "
            + "or as root -Dminipush.browser=install";

    private static Optional<Path> found;

    private Chromium() {
    }

    /** Skips the test where there is none. */
    static synchronized Path program() {
        if (found == null) {
            found = look();
            if (found.isEmpty() && mayInstall() && install()) {
                found = look();
            }
            if (found.isEmpty()) {
                System.err.println("WARNING: " + HOW);
            }
        }
        Assumptions.assumeTrue(found.isPresent(), HOW);
        return found.get();
    }

    private static Optional<Path> look() {
        String given = System.getProperty(PROPERTY, "");
        if (given.contains("/")) {
            return Optional.of(Path.of(given)).filter(Files::isExecutable);
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
    }

    private static boolean mayInstall() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/apt-get"))
                && (System.getProperty(PROPERTY, "").equals("install") || System.getenv("CI") != null);
    }

    private static boolean install() {
        System.err.println("Installing Chromium for the tests in a browser");
        return run("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium") || run("apt-get", "update", "-q")
                && run("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium");
    }

    private static boolean run(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
