package io.minipush.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.minipush.drill.CarefulClient;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.drill.GatewayProcess;
import io.minipush.simulator.FormGrant;
import io.minipush.simulator.FormKind;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import org.springframework.util.FileSystemUtils;

/** One gateway process with {@code -Xmx256m} on a database of its own, and what a benchmark does to it. */
final class Rig implements AutoCloseable {

    static final String APP = SimulatorOptions.DEFAULT_APPID;
    /** What a message carries besides its user and its template: about as much as a real one. */
    static final String MESSAGE = "{\"page\":\"pages/order/index?id=20260101\",\"data\":{\"keyword1\":{\"value\":\"Order 20260101\"},"
            + "\"keyword2\":{\"value\":\"On its way\"},\"keyword3\":{\"value\":\"2026-01-01 12:00\"}}}";

    private static final int LIST = 500;
    private static final Duration GIVE_UP = Duration.ofMinutes(30);
    private static final String KEY = "key-of-the-benchmark";

    private final SimulatedPlatform platform;
    private final Tables tables;
    private final Path folder;
    private final GatewayProcess gateway;
    private final CarefulClient client;
    private final Metrics metrics;
    private final int clients;
    private long lastUser;
    private double peakHeap;

    Rig(EmbeddedDatabase.Login login, Simulator simulator, BenchmarkPlan plan) throws IOException, InterruptedException {
        this.platform = simulator.platform();
        this.tables = new Tables(login, APP);
        this.folder = Files.createTempDirectory("minipush-benchmark");
        this.clients = plan.clients();
        this.gateway = new GatewayProcess("benchmark", folder, Map.of(
                "MINIPUSH_API_KEY", KEY,
                "MINIPUSH_DB_URL", login.url(), "MINIPUSH_DB_USER", login.user(), "MINIPUSH_DB_PASSWORD", login.password(),
                "MINIPUSH_WECHAT_URL", simulator.url().toString(),
                "MINIPUSH_APP_ID", APP, "MINIPUSH_APP_SECRET", SimulatorOptions.DEFAULT_SECRET,
                "MINIPUSH_MAX_IN_FLIGHT", Integer.toString(plan.inFlight())), List.of("-Xmx256m"));
        this.client = new CarefulClient(List.of(gateway.api()), KEY);
        this.metrics = new Metrics(gateway.management());
        gateway.start();
        gateway.awaitReady(Duration.ofSeconds(90));
    }

    Tables tables() {
        return tables;
    }

    /** So many new users get one formId each on the platform. */
    List<FormGrant> issue(int count) {
        List<String> users = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            users.add("o-user-" + ++lastUser);
        }
        return platform.issueForms(APP, users, 1, FormKind.FORM, Duration.ZERO);
    }

    /** Hands formIds in, in lists. */
    Samples collect(List<FormGrant> grants) throws Exception {
        return post("form-ids", grants.size(), LIST, 2, (from, to) -> {
            ArrayNode list = CarefulClient.JSON.createArrayNode();
            grants.subList(from, to).forEach(grant -> list.addObject().put("openid", grant.openid()).put("form_id", grant.formId()));
            return list.toString();
        });
    }

    /** Hands in a message to each, one a request, with as many clients as the plan has. */
    Samples acceptSingles(List<FormGrant> grants) throws Exception {
        return post("notifications", grants.size(), 1, clients, (from, to) -> message(grants.get(from)));
    }

    /** Hands in a message to each, in lists, with two clients. */
    Samples acceptLists(List<FormGrant> grants) throws Exception {
        return post("notifications", grants.size(), LIST, 2,
                (from, to) -> grants.subList(from, to).stream().map(Rig::message).toList().toString());
    }

    private static String message(FormGrant grant) {
        return "{\"touser\":\"" + grant.openid() + "\",\"template_id\":\"t\"," + MESSAGE.substring(1);
    }

    private interface Body {
        String of(int from, int to);
    }

    private Samples post(String what, int items, int each, int threads, Body body) throws Exception {
        long[] nanos = new long[(items + each - 1) / each];
        AtomicInteger next = new AtomicInteger();
        long all = inThreads(threads, thread -> () -> {
            for (int n = next.getAndIncrement(); n < nanos.length; n = next.getAndIncrement()) {
                String text = body.of(n * each, Math.min(items, (n + 1) * each));
                long begun = System.nanoTime();
                CarefulClient.Answer answer = client.post("/v1/apps/" + APP + "/" + what, "application/json", text);
                nanos[n] = System.nanoTime() - begun;
                if (answer.status() / 100 != 2) {
                    throw new IOException("the gateway answered " + answer.status() + " " + answer.body());
                }
            }
            return null;
        });
        return new Samples(items, all, nanos);
    }

    private static long inThreads(int threads, IntFunction<Callable<Void>> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            long begun = System.nanoTime();
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(work.apply(i)));
            }
            for (Future<Void> thread : running) {
                thread.get();
            }
            return System.nanoTime() - begun;
        } finally {
            executor.shutdownNow();
        }
    }

    /** How many messages the platform has accepted so far. */
    long onPlatform() {
        return platform.scoreboard(null).messagesAccepted();
    }

    /**
     * Waits until the platform has accepted so many in all, and the gateway has committed that they are sent.
     *
     * @return {@link System#nanoTime()} of the moment
     */
    long awaitSent(long total) throws InterruptedException, IOException, SQLException {
        long deadline = System.nanoTime() + GIVE_UP.toNanos();
        for (int i = 0; platform.messages(null, total).isEmpty() || tables.onTheirWay() > 0; i++) {
            if (System.nanoTime() > deadline || !gateway.isAlive()) {
                throw new IOException("only " + onPlatform() + " of " + total + " messages were sent; see " + gateway.log());
            }
            if (i % 25 == 0) {
                noteHeap();
            }
            Thread.sleep(20);
        }
        noteHeap();
        return System.nanoTime();
    }

    private void noteHeap() throws IOException, InterruptedException {
        peakHeap = Math.max(peakHeap, metrics.sum("jvm_memory_used_bytes", "area=\"heap\"").orElse(Double.NaN));
    }

    /** The most heap that was seen in use, garbage included, in bytes; NaN if the gateway does not tell. */
    double peakHeap() {
        return peakHeap;
    }

    /** The most memory that the process had, in bytes; empty where the system does not tell. */
    OptionalDouble peakMemory() throws IOException {
        return gateway.peakMemory();
    }

    /** Statements that the gateway has sent to its database since its start, a batch counting as one; NaN if it does not tell. */
    double statements() throws IOException, InterruptedException {
        return metrics.sum("minipush_db_statements_total", "").orElse(Double.NaN);
    }

    @Override
    public void close() throws Exception {
        gateway.stop(Duration.ofSeconds(20));
        gateway.close();
        FileSystemUtils.deleteRecursively(folder.toFile());
    }
}
