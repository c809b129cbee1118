package io.minipush.drill;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.minipush.simulator.SimulatedPlatform;

/**
 * Kills and freezes random nodes, and kills the broker, at random moments, one after the other, and measures how long it takes to get over it. A
 * killed node of several stays away for up to 12 s, so that both ways back are trodden: the restart that knows its own rows,
 * and the others who notice that a heartbeat has stopped.
 */
final class Disturber {

    private static final Duration FREEZE = Duration.ofSeconds(20);
    private static final Duration COLD = Duration.ofSeconds(10);
    private static final int LATEST_AFTER_FIRST = 1000;
    private static final int LONGEST_WITHOUT_BROKER = 3000;
    private static final Duration GIVE_UP = Duration.ofSeconds(60);

    private final DrillPlan plan;
    private final List<GatewayProcess> nodes;
    private final BrokerProcess broker;
    private final DrillDatabase database;
    private final SimulatedPlatform platform;
    private final Consumer<String> progress;
    private final Random random;
    private final List<CompletableFuture<Void>> measurements = new ArrayList<>();
    private final List<Recovery> recoveries = Collections.synchronizedList(new ArrayList<>());

    /** @param broker null if there is none */
    Disturber(DrillPlan plan, List<GatewayProcess> nodes, BrokerProcess broker, DrillDatabase database, SimulatedPlatform platform, Consumer<String> progress) {
        this.plan = plan;
        this.nodes = nodes;
        this.broker = broker;
        this.database = database;
        this.platform = platform;
        this.progress = progress;
        this.random = new Random(plan.seed());
    }

    /**
     * All kills and freezes, each a moment after a portion of the work was let go. Afterwards every node runs, and what is measured
     * may still go on: until {@link #awaitMeasurements}.
     */
    void disturb(Tempo tempo) throws IOException, InterruptedException, SQLException {
        List<Boolean> kills = new ArrayList<>(Collections.nCopies(plan.kills(), true));
        kills.addAll(Collections.nCopies(plan.freezes(), false));
        Collections.shuffle(kills, random);
        for (boolean kill : kills) {
            Arrived before = Arrived.at(platform);
            tempo.releaseNext();
            awaitSending(before);
            Thread.sleep(random.nextInt(LATEST_AFTER_FIRST));
            if (broker != null && kill) {
                killBroker();
            }
            GatewayProcess node = nodes.get(random.nextInt(nodes.size()));
            measurements.add(kill ? kill(node) : freeze(node));
        }
    }

    /** They end with the next message that arrives at the platform: there has to be one, so all the work has to be let go before. */
    void awaitMeasurements() {
        measurements.forEach(CompletableFuture::join);
    }

    /** A cold process takes its time; a kill before it has sent anything would prove little. */
    private void awaitSending(Arrived before) throws InterruptedException {
        long deadline = System.nanoTime() + COLD.toNanos();
        while (!before.isPassedAt(platform) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
    }

    private void killBroker() throws IOException, InterruptedException {
        broker.kill();
        int away = random.nextInt(LONGEST_WITHOUT_BROKER);
        progress.accept("killed the broker, back in " + away / 1000.0 + " s");
        Thread.sleep(away);
        broker.start();
    }

    private CompletableFuture<Void> kill(GatewayProcess node) throws IOException, InterruptedException, SQLException {
        long process = database.isShared() ? database.node(node.instance()) : 0;
        node.kill();
        Watch watch = new Watch(process);
        Duration away = nodes.size() > 1 && random.nextBoolean() ? Duration.ofSeconds(12) : Duration.ofMillis(random.nextInt(1000));
        progress.accept("killed " + node.name() + (watch.claimed < 0 ? "" : " with " + watch.claimed + " claimed message(s)") + ", back in "
                + away.toMillis() / 1000.0 + " s");
        Thread.sleep(away.toMillis());
        node.start();
        node.awaitReady(GIVE_UP);
        Duration ready = watch.age();
        return watch.measure((next, settled) -> recoveries.add(new Recovery("kill", node.name(), watch.claimed, next, settled, ready)));
    }

    private CompletableFuture<Void> freeze(GatewayProcess node) throws IOException, InterruptedException, SQLException {
        long process = database.isShared() ? database.node(node.instance()) : 0;
        node.freeze();
        Watch watch = new Watch(process);
        progress.accept("froze " + node.name() + " for " + FREEZE.toSeconds() + " s");
        Thread.sleep(FREEZE.toMillis());
        node.thaw();
        return watch.measure((next, settled) -> recoveries.add(new Recovery("freeze", node.name(), watch.claimed, next, settled, null)));
    }

    List<Recovery> recoveries() {
        synchronized (recoveries) {
            return List.copyOf(recoveries);
        }
    }

    private interface Measured {
        void times(Duration nextAcceptance, Duration rowsSettled);
    }

    /** Looks at the platform and the table since its making, on threads of its own. */
    private final class Watch {
        private final long begun = System.nanoTime();
        private final int claimed;
        private final CompletableFuture<Duration> next;
        private final CompletableFuture<Duration> settled;

        Watch(long process) throws SQLException {
            Arrived then = Arrived.at(platform);
            next = CompletableFuture.supplyAsync(() -> until(() -> then.isPassedAt(platform)), Drill.THREADS);
            claimed = process == 0 ? -1 : (int) database.claimedBy(process);
            settled = process == 0 ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.supplyAsync(() -> until(() -> database.claimedBy(process) == 0), Drill.THREADS);
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }

        CompletableFuture<Void> measure(Measured measured) {
            return next.thenAcceptBoth(settled, measured::times);
        }

        private Duration until(java.util.concurrent.Callable<Boolean> reached) {
            try {
                while (!reached.call()) {
                    if (age().compareTo(GIVE_UP) > 0) {
                        return null;
                    }
                    Thread.sleep(20);
                }
                return age();
            } catch (Exception e) {
                throw new IllegalStateException("the recovery cannot be measured", e);
            }
        }
    }
}
