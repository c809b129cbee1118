package io.minipush.benchmark;

import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.minipush.benchmark.Figures.Column;
import io.minipush.drill.CarefulClient;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.simulator.Api;
import io.minipush.simulator.FormGrant;
import io.minipush.simulator.QuotaLimits;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;

/**
 * The order of the measurements. The gateway runs in a process of its own; the simulated platform, the clients and the loops
 * share this one, and all of them share the machine's cores with the database.
 */
final class Benchmark {

    private static final int WARM_UP = 3000;

    private final BenchmarkPlan plan;
    private final Figures figures;
    private final EmbeddedDatabase server;
    private final Simulator simulator;

    private Benchmark(BenchmarkPlan plan, Figures figures, EmbeddedDatabase server, Simulator simulator) {
        this.plan = plan;
        this.figures = figures;
        this.server = server;
        this.simulator = simulator;
    }

    static void run(BenchmarkPlan plan, PrintWriter out) throws Exception {
        Figures figures = new Figures(out);
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Dialect.POSTGRESQL); Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            new Benchmark(plan, figures, server, simulator).measure();
        }
    }

    private void measure() throws Exception {
        simulator.platform().quota(null, Api.TEMPLATE_SEND, new QuotaLimits(0, 0));
        EmbeddedDatabase.Login login = server.create();
        try (Rig rig = new Rig(login, simulator, plan)) {
            figures.machine(plan, rig.tables().version());
            warmUp(rig);
            accept(rig);
            for (int latency : plan.latencies()) {
                figures.doing("a platform that answers after " + latency + " ms");
                figures.add(column(rig, login, latency));
            }
            figures.latencies(plan);
            figures.memory(rig.peakHeap(), rig.peakMemory());
            flatness(rig);
        }
    }

    private void warmUp(Rig rig) throws Exception {
        figures.doing("warming up");
        List<FormGrant> grants = rig.issue(WARM_UP);
        long before = rig.onPlatform();
        rig.collect(grants);
        rig.acceptSingles(grants.subList(0, WARM_UP / 2));
        rig.acceptLists(grants.subList(WARM_UP / 2, WARM_UP));
        rig.awaitSent(before + WARM_UP);
        // The compiler is not through with the send path after a few thousand messages.
        drain(rig, plan.backlog(), 0);
    }

    private void accept(Rig rig) throws Exception {
        figures.doing("accepting, while nothing is sent");
        List<FormGrant> singles = rig.issue(plan.messages());
        List<FormGrant> lists = rig.issue(plan.messages());
        long before = rig.onPlatform();
        rig.tables().hold();
        figures.accept("formIds in lists of 500", rig.collect(singles));
        rig.collect(lists);
        figures.accept("single messages, " + plan.clients() + " clients", rig.acceptSingles(singles));
        figures.accept("messages in lists of 500", rig.acceptLists(lists));
        rig.tables().release();
        rig.awaitSent(before + 2L * plan.messages());
    }

    private Column column(Rig rig, EmbeddedDatabase.Login login, int latency) throws Exception {
        Column drained = drain(rig, plan.backlog(), latency);
        List<FormGrant> grants = rig.issue(plan.messages());
        rig.collect(grants);
        long before = rig.onPlatform();
        simulator.platform().latency(Duration.ofMillis(latency));
        long begun = System.nanoTime();
        rig.acceptSingles(grants);
        double acceptAndSend = plan.messages() / ((rig.awaitSent(before + plan.messages()) - begun) / 1e9);
        Column column = drained.withAcceptAndSend(acceptAndSend);
        if (plan.loops()) {
            column = column.withLoops(loop(Loop.Kind.CAREFUL), loop(Loop.Kind.CARELESS));
        }
        simulator.platform().latency(Duration.ZERO);
        return column;
    }

    /** Lets a backlog pile up and measures from the moment in which it may go until the last message is committed as sent. */
    private Column drain(Rig rig, int backlog, int latency) throws Exception {
        rig.tables().hold();
        List<FormGrant> grants = rig.issue(backlog);
        rig.collect(grants);
        rig.acceptLists(grants);
        rig.tables().analyze();
        long before = rig.onPlatform();
        simulator.platform().latency(Duration.ofMillis(latency));
        double statements = rig.statements();
        long begun = System.nanoTime();
        rig.tables().release();
        double seconds = (rig.awaitSent(before + backlog) - begun) / 1e9;
        simulator.platform().latency(Duration.ZERO);
        return new Column(latency, backlog / seconds, (rig.statements() - statements) / backlog);
    }

    private double loop(Loop.Kind kind) throws Exception {
        EmbeddedDatabase.Login login = server.create();
        // A gateway of its own makes the tables, and is gone before the loop runs.
        Rig rig = new Rig(login, simulator, plan);
        List<FormGrant> work = rig.issue(plan.backlog());
        rig.close();
        rig.tables().addWork(work, Rig.MESSAGE);
        return new Loop(login, Rig.APP, sendAddress(), plan.inFlight()).run(kind, work, Rig.MESSAGE);
    }

    private URI sendAddress() throws Exception {
        String body = "{\"grant_type\":\"client_credential\",\"appid\":\"" + Rig.APP + "\",\"secret\":\"" + SimulatorOptions.DEFAULT_SECRET + "\"}";
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(simulator.url().resolve(Api.STABLE_TOKEN.path()))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        String token = CarefulClient.JSON.readTree(answer.body()).path("access_token").asText();
        return simulator.url().resolve(Api.TEMPLATE_SEND.path() + "?access_token=" + token);
    }

    /** In one process, one drain after the other: only what lies in the tables differs. */
    private void flatness(Rig rig) throws Exception {
        if (plan.waiting() + plan.credits() == 0) {
            return;
        }
        figures.doing("the same drain beside " + plan.waiting() + " waiting notifications and " + plan.credits() + " formIds of others");
        double empty = drain(rig, plan.backlog(), 0).perSecond();
        rig.tables().addWaiting(plan.waiting());
        rig.tables().addIdleCredits(plan.credits());
        figures.flatness(plan, empty, drain(rig, plan.backlog(), 0).perSecond());
    }
}
