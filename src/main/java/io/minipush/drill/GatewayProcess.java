package io.minipush.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

import io.minipush.Minipush;

/**
 * A real gateway, {@code minipush run} in a process of its own on this process's class path, that can be killed, frozen and
 * started again on the same home and ports. It gets the environment that it is given and no other {@code MINIPUSH_…}.
 *
 * <p>The process dies with this one when that ends in an orderly way, Ctrl-C included. Not thread-safe, except for the getters.
 */
public final class GatewayProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> javaOptions;
    private final int apiPort = FreePort.find();
    private final int managementPort = FreePort.find();
    private volatile Process process;
    private volatile boolean wanted;

    /**
     * @param folder      gets the home and the log
     * @param environment the settings; home and ports are set here
     */
    public GatewayProcess(String name, Path folder, Map<String, String> environment, List<String> javaOptions) {
        this.name = name;
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.javaOptions = List.copyOf(javaOptions);
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kill-" + name));
    }

    public void start() throws IOException {
        Files.createDirectories(folder);
        ProcessBuilder builder = JavaProcess.of(Minipush.class, javaOptions, List.of("run"), log());
        builder.environment().put("MINIPUSH_JMS_URL", "none");
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of(
                "MINIPUSH_HOME", home().toString(),
                "MINIPUSH_HTTP_PORT", Integer.toString(apiPort),
                "MINIPUSH_MANAGEMENT_PORT", Integer.toString(managementPort)));
        process = builder.start();
        wanted = true;
    }

    /**
     * Waits until the gateway says that it is ready.
     *
     * @throws IOException with the end of its log if it ends instead, or is not ready in time
     */
    public void awaitReady(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                String fault = process.isAlive() ? "is not ready after " + patience.toSeconds() + " s" : "ended with code " + process.exitValue();
                throw new IOException("the gateway " + name + " " + fault + "; its log " + log() + " ends:\n" + endOfLog());
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(management().resolve("/health/ready")).timeout(Duration.ofSeconds(2)).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    /** {@code kill -9}: nothing of it runs any longer when this returns. */
    public void kill() {
        wanted = false;
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** Freezes the process between two instructions, as a long pause of its machine would. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a frozen process go on, unaware of the time that has passed. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("kill -" + signal + " does not work here");
        }
    }

    /**
     * SIGTERM, and after a while {@link #kill}.
     *
     * @return whether it ended by itself
     */
    public boolean stop(Duration patience) throws InterruptedException {
        wanted = false;
        process.destroy();
        if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it has ended although nobody made it. */
    public boolean hasCrashed() {
        return wanted && !process.isAlive();
    }

    public String name() {
        return name;
    }

    public URI api() {
        return URI.create("http://127.0.0.1:" + apiPort);
    }

    public URI management() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    public Path log() {
        return folder.resolve("gateway.log");
    }

    /** The most memory that the running process ever had, in bytes; empty where the system does not tell (it does on Linux). */
    public OptionalDouble peakMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (Files.notExists(status)) {
            return OptionalDouble.empty();
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024).findFirst();
    }

    /** The name under which its processes register in the table {@code node}. */
    String instance() throws IOException {
        return Files.readString(home().resolve("instance")).strip();
    }

    private Path home() {
        return folder.resolve("home");
    }

    /** Whether events of the platform lie on its disk that are not in the database yet. */
    boolean hasEvents() throws IOException {
        Path events = home().resolve("events");
        if (Files.notExists(events)) {
            return false;
        }
        try (var files = Files.list(events)) {
            return files.anyMatch(file -> file.toString().endsWith(".json"));
        }
    }

    @Override
    public void close() {
        kill();
    }
}
