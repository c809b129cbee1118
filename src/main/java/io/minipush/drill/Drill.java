package io.minipush.drill;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.minipush.simulator.Api;
import io.minipush.simulator.Breach;
import io.minipush.simulator.QuotaLimits;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * The proof that nothing is lost and nobody is notified twice, for anyone to repeat: real gateway processes on a real database
 * against the simulated platform, fed by careful producers, while processes die and the platform fails. It judges from three
 * sides, what the producers were told, what the gateway's API says, and what the platform saw.
 */
final class Drill {

    /** For everything that goes on beside: daemons, so that none of them keeps a finished drill alive. */
    static final ExecutorService THREADS = Executors.newCachedThreadPool(new CamelThreadFactory("#name#", "drill", true));

    private static final String APP = SimulatorOptions.DEFAULT_APPID;
    private static final int PRODUCERS = 3;

    private final DrillPlan plan;
    private final Report report;
    private final DrillFolder folder;
    private final String key = UUID.randomUUID().toString();
    private final List<GatewayProcess> nodes = new ArrayList<>();
    private final Handed handed = new Handed();
    private final List<String> complaints = new ArrayList<>();
    private final List<Future<?>> work = new ArrayList<>();

    private Drill(DrillPlan plan, Report report) throws IOException {
        this.plan = plan;
        this.report = report;
        this.folder = DrillFolder.create();
    }

    /** Plays the plan, tells the report as it goes, and returns the judgement. */
    static Verdict run(DrillPlan plan, Report report) throws Exception {
        Drill drill = new Drill(plan, report);
        report.begins(plan);
        Verdict verdict = null;
        try (DrillDatabase database = DrillDatabase.start(plan.database(), drill.folder.root());
                BrokerProcess broker = plan.doors().contains(Door.JMS) ? new BrokerProcess(drill.folder.broker()) : null;
                Simulator simulator = Simulator.start(SimulatorOptions.defaults().withSeed(plan.seed()).withLatency(plan.latency()))) {
            verdict = drill.play(database, broker, simulator);
            return verdict;
        } finally {
            drill.work.forEach(task -> task.cancel(true));
            drill.nodes.forEach(GatewayProcess::close);
            drill.tidy(verdict != null && verdict.passed());
        }
    }

    /** @param broker null if no message comes by JMS */
    private Verdict play(DrillDatabase database, BrokerProcess broker, Simulator simulator) throws Exception {
        SimulatedPlatform platform = simulator.platform();
        platform.quota(null, Api.TEMPLATE_SEND, new QuotaLimits(0, 0));
        platform.quota(null, Api.SUBSCRIBE_SEND, new QuotaLimits(0, 0));
        startNodes(database, broker, simulator);
        report.say(plan.nodes() + " gateway process(es) on " + plan.database() + " are ready");

        List<URI> doors = nodes.stream().map(GatewayProcess::api).toList();
        CarefulClient client = new CarefulClient(doors, key);
        Cast cast = new Cast(plan);
        try (Subscribers subscribers = plan.subscribePercent() == 0 ? null : new Subscribers(client, doors, platform, APP, cast, plan.seed())) {
            return play(database, broker, platform, client, cast, subscribers);
        }
    }

    /**
     * @param broker      null if no message comes by JMS
     * @param subscribers null if there are no subscribe messages
     */
    private Verdict play(DrillDatabase database, BrokerProcess broker, SimulatedPlatform platform, CarefulClient client, Cast cast,
            Subscribers subscribers) throws Exception {
        Collector collector = new Collector(client, platform, APP, cast);
        collector.collect(0.5);
        if (subscribers != null) {
            subscribers.awaitTemplates();
            subscribers.collect(0.5);
        }
        report.say("half of the " + collector.submits() + " formIds" + (subscribers == null ? "" : " and " + cast.acceptances().size() + " subscriptions")
                + " are collected; messages and disturbances begin");

        Tempo tempo = new Tempo(plan.portions(), plan.spread());
        PlatformFaults faults = new PlatformFaults(plan, platform, APP);
        faults.begin();
        run(() -> faults.revokeTokens(tempo));
        Producer producer = new Producer(client, APP, share(Door.REST, cast), plan.seed(), tempo, handed);
        FileProducer files = new FileProducer(folder.inbox(), APP, share(Door.FILE, cast), plan.seed(), tempo, handed);
        Disturber disturber = new Disturber(plan, nodes, broker, database, platform, report::say);
        for (int i = 0; i < PRODUCERS; i++) {
            int thread = i;
            run(() -> producer.feed(thread));
        }
        run(files::feed);
        if (broker != null) {
            run(new JmsProducer(broker.url(), client, APP, share(Door.JMS, cast), plan.seed(), tempo, handed)::feed);
        }
        run(() -> collector.collectRest(tempo));
        if (subscribers != null) {
            run(() -> subscribers.collectRest(tempo));
        }
        if (plan.recollect()) {
            THREADS.submit(() -> {
                collector.recollect(new SplittableRandom(plan.seed()));
                return null;
            });
        }
        Editor editor = new Editor(plan, folder.routes(), nodes, report::say);
        Future<?> editing = THREADS.submit(() -> {
            editor.edit(tempo);
            return null;
        });
        run(() -> {
            disturber.disturb(tempo);
            editing.get();
            tempo.releaseAll();
            disturber.awaitMeasurements();
        });
        awaitWork(platform);
        awaitReports(files);
        platform.clearFaults();
        report.say("all " + handed.accepted().size() + " messages are accepted and the platform is well; waiting for the rest");

        Outcomes outcomes = new Outcomes(client, handed.accepted().values());
        if (subscribers != null) {
            // What waits for an acceptance has time to get one only from then on.
            awaitEvents(subscribers);
        }
        settle(outcomes, platform);
        if (subscribers != null) {
            awaitEvents(subscribers);
            report.say("the platform told of " + subscribers.summary() + " event(s)");
            outcomes.lookAtUncertain();
            complaints.addAll(subscribers.complaints());
        }
        if (broker != null) {
            listen(broker, outcomes);
        }
        nodes.forEach(this::stop);
        complaints.addAll(handed.complaints());
        complaints.addAll(collector.complaints());
        complaints.addAll(editor.complaints());
        if (plan.disturbances() == 0 && plan.edits() > 0 && client.refusals() > 0) {
            complaints.add(client.refusals() + " request(s) were refused although nothing but routes was changed");
        }
        Evidence evidence = new Evidence(plan.messages(), handed.accepted(), outcomes.known(), platform.messages(APP, 1), collector.issued(),
                Subscribing.of(plan, cast, platform, APP), database.view(APP), breaches(platform), complaints);
        Verdict verdict = Verdict.of(evidence);
        report.ends(verdict, evidence, disturber.recoveries(), editor.summary(), client.repeats(), platform.scoreboard(APP));
        return verdict;
    }

    private void startNodes(DrillDatabase database, BrokerProcess broker, Simulator simulator) throws IOException, InterruptedException {
        EmbeddedDatabase.Login login = database.login();
        Map<String, String> environment = new TreeMap<>(Map.of(
                "MINIPUSH_API_KEY", key,
                "MINIPUSH_DB_URL", login.url(), "MINIPUSH_DB_USER", login.user(), "MINIPUSH_DB_PASSWORD", login.password(),
                "MINIPUSH_WECHAT_URL", simulator.url().toString(),
                "MINIPUSH_APP_ID", APP, "MINIPUSH_APP_SECRET", SimulatorOptions.DEFAULT_SECRET,
                "MINIPUSH_MAX_IN_FLIGHT", Integer.toString(plan.inFlight()),
                "MINIPUSH_RESPONSE_TIMEOUT", plan.responseTimeout().toSeconds() + "s",
                "MINIPUSH_INBOX", folder.inbox().toString()));
        environment.put("MINIPUSH_ROUTES_DIR", folder.routes().toString());
        if (plan.subscribePercent() > 0) {
            environment.putAll(Subscribers.settings());
        }
        if (broker != null) {
            broker.start();
            environment.putAll(Map.of("MINIPUSH_JMS_URL", broker.url(), "MINIPUSH_JMS_OUTCOMES", "true"));
        }
        for (int i = 1; i <= plan.nodes(); i++) {
            // A drill is over before the second compiler pays.
            GatewayProcess node = new GatewayProcess("node-" + i, folder.node(i), environment,
                    List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            nodes.add(node);
            node.start();
        }
        for (GatewayProcess node : nodes) {
            node.awaitReady(Duration.ofSeconds(90));
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private void run(Task task) {
        Callable<Void> callable = () -> {
            task.run();
            return null;
        };
        work.add(THREADS.submit(callable));
    }

    private List<Cast.Message> share(Door door, Cast cast) {
        return door.share(cast.messages(), plan.doors());
    }

    private void awaitReports(FileProducer files) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + plan.patience().toNanos();
        while (files.open() > 0 && System.nanoTime() < deadline) {
            report.progress(() -> files.open() + " file(s) without a report");
            Thread.sleep(200);
        }
        files.readReports();
    }

    private void awaitWork(SimulatedPlatform platform) throws Exception {
        long deadline = System.nanoTime() + plan.longest().toNanos();
        while (!work.stream().allMatch(Future::isDone)) {
            if (System.nanoTime() > deadline) {
                complaints.add("the producers are not rid of their messages");
                return;
            }
            if (nodes.stream().anyMatch(GatewayProcess::hasCrashed)) {
                nodes.stream().filter(GatewayProcess::hasCrashed).forEach(node -> complaints.add(node.name() + " ended by itself; see " + node.log()));
                return;
            }
            report.progress(() -> "accepted " + handed.accepted().size() + " of " + plan.messages() + ", on the platform "
                    + Arrived.at(platform).sum());
            Thread.sleep(200);
        }
        for (Future<?> task : work) {
            task.get();
        }
    }

    /** Until nothing is on its way. What waits for a credit has time to get one: a payment's id becomes usable after ten seconds. */
    private void settle(Outcomes outcomes, SimulatedPlatform platform) throws InterruptedException {
        long deadline = System.nanoTime() + plan.patience().toNanos();
        Map<String, Integer> before = Map.of();
        long changed = System.nanoTime();
        while (System.nanoTime() < deadline) {
            Map<String, Integer> states = outcomes.look();
            if (!states.equals(before)) {
                before = states;
                changed = System.nanoTime();
            }
            int moving = states.getOrDefault("accepted", 0) + states.getOrDefault("sending", 0) + states.getOrDefault("unknown", 0);
            boolean stillWaiting = states.containsKey("waiting") && System.nanoTime() - changed < Duration.ofSeconds(15).toNanos();
            if (moving == 0 && !stillWaiting) {
                return;
            }
            report.progress(() -> states + ", on the platform " + Arrived.at(platform).sum());
            Thread.sleep(300);
        }
        report.say("out of patience: not everything has come to an end");
    }

    /** Until what the platform tells by itself is in the database. */
    private void awaitEvents(Subscribers subscribers) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + plan.patience().toNanos();
        while (System.nanoTime() < deadline) {
            boolean under = !subscribers.isAllTold();
            for (GatewayProcess node : nodes) {
                under |= node.hasEvents();
            }
            if (!under) {
                return;
            }
            report.progress(() -> "events of the platform are on their way");
            Thread.sleep(100);
        }
        complaints.add("events of the platform did not get into the database");
    }

    /** Each end must have been told; what was put aside must be nothing. */
    private void listen(BrokerProcess broker, Outcomes outcomes) throws InterruptedException {
        JmsListener listener = new JmsListener(broker.url(), handed);
        Future<?> listening = THREADS.submit(() -> {
            listener.listen();
            return null;
        });
        Set<String> ended = outcomes.ended();
        long deadline = System.nanoTime() + plan.patience().toNanos();
        while (!listener.hasHeard(ended) && System.nanoTime() < deadline) {
            report.progress(listener::summary);
            Thread.sleep(200);
        }
        listening.cancel(true);
        report.say("on the queue of outcomes: " + listener.summary());
        listener.missing(ended).forEach(id -> complaints.add("the end of " + id + " was not told on the queue of outcomes"));
    }

    private void stop(GatewayProcess node) {
        try {
            if (node.isAlive() && !node.stop(Duration.ofSeconds(30))) {
                complaints.add(node.name() + " did not stop within 30 s of SIGTERM");
            }
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static Map<String, Long> breaches(SimulatedPlatform platform) {
        Map<String, Long> breaches = new TreeMap<>();
        for (Breach breach : platform.scoreboard(null).breaches()) {
            breaches.put(breach.kind() + " (" + breach.example() + ")", breach.count());
        }
        return breaches;
    }

    private void tidy(boolean passed) throws IOException {
        if (plan.keep() || !passed) {
            report.say("homes and logs are in " + folder.root());
        } else {
            folder.delete();
        }
    }
}
