package io.minipush.drill;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.minipush.simulator.Scoreboard;

/** What a drill tells the person who watches it. Used by several threads. */
final class Report {

    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(3);
    private static final int EXAMPLES = 5;
    private static final int UNCERTAIN = 200;

    private final PrintWriter out;
    private final long begun = System.nanoTime();
    private long lastProgress = begun;

    Report(PrintWriter out) {
        this.out = out;
    }

    void begins(DrillPlan plan) {
        line("minipush drill on %s: %d node(s), %d messages by %s to %d users, %d kill(s), %d freeze(s), %d %% faults, %d %% prepay credits%s, seed %d",
                plan.database().folder(), plan.nodes(), plan.messages(),
                plan.doors().stream().sorted().map(door -> door.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")), plan.users(), plan.kills(), plan.freezes(), plan.faultPercent(),
                plan.prepayPercent(), plan.subscribePercent() == 0 ? "" : ", " + plan.subscribePercent() + " % subscribe messages", plan.seed());
    }

    /** One line with the time since the beginning. */
    synchronized void say(String what) {
        line("%6.1f s  %s", (System.nanoTime() - begun) / 1e9, what);
        lastProgress = System.nanoTime();
    }

    /** A line if there has been none for a while. */
    synchronized void progress(Supplier<String> what) {
        if (System.nanoTime() - lastProgress > BETWEEN_PROGRESS.toNanos()) {
            say(what.get());
        }
    }

    synchronized void ends(Verdict verdict, Evidence evidence, List<Recovery> recoveries, long repeats, Scoreboard scoreboard) {
        line("");
        line("  %-34s %d of %d handed in (%d requests had to be repeated)", "accepted", evidence.accepted().size(), evidence.messages(), repeats);
        for (String state : List.of("sent", "waiting", "uncertain", "failed", "expired")) {
            line("  %-34s %d", state, verdict.count(state));
        }
        long inferred = evidence.outcomes().values().stream().filter(outcome -> outcome != null && "inferred_41029".equals(outcome.evidence())).count();
        line("  %-34s %d, of them %d known only by the repeat's errcode 41029", "accepted by the platform",
                evidence.platform().size() + evidence.subscribing().received().size(), inferred);
        line("  %-34s %d issued, %d free, %d tied", "formIds", evidence.issued().size(), evidence.database().free().size(), evidence.database().tied().size());
        line("  %-34s %s", "answers to sends", scoreboard.requests().getOrDefault("template_send", java.util.Map.of()));
        subscriptions(verdict, evidence, scoreboard);
        recoveries.forEach(this::recovery);
        line("");
        verdict.faults().forEach((fault, cases) -> {
            line("  %-34s %d%s", fault.title, cases.size(), cases.isEmpty() || fault.meaning.isEmpty() ? "" : "   (" + fault.meaning + ")");
            cases.stream().limit(EXAMPLES).forEach(example -> line("      %s", example));
        });
        line("");
        line("%s in %.0f s", verdict.passed() ? "PASSED" : "FAILED", (System.nanoTime() - begun) / 1e9);
    }

    private void subscriptions(Verdict verdict, Evidence evidence, Scoreboard scoreboard) {
        Subscribing subscribing = evidence.subscribing();
        if (!subscribing.purses().isEmpty()) {
            line("  %-34s %d, of them %d accepted by the platform", "subscribe messages", subscribing.purses().size(), subscribing.received().size());
            line("  %-34s %d accepted by users, %d used, %d free, %d tied", "subscriptions", subscribing.accepted(), subscribing.used(),
                    evidence.database().freeSubscriptions().size(), evidence.database().tiedSubscriptions().size());
            line("  %-34s %s", "answers to subscribe sends", scoreboard.requests().getOrDefault("subscribe_send", java.util.Map.of()));
            long proved = evidence.outcomes().values().stream().filter(outcome -> outcome != null && "push_event".equals(outcome.evidence())).count();
            line("  %-34s %d, known only by the platform's event", "sent, although the answer was lost", proved);
            line("  %-34s %d posts met a fault, %d can have been under way in killed or frozen nodes", "may be uncertain", subscribing.cut(), subscribing.orphaned());
        }
        verdict.uncertain().stream().limit(UNCERTAIN).forEach(one -> line("      uncertain: %s (%s), %s: the platform %s", one.marker(), one.id(), one.reason(),
                one.arrived() ? "has it" : "never got it"));
        if (verdict.uncertain().size() > UNCERTAIN) {
            line("      and %d more", verdict.uncertain().size() - UNCERTAIN);
        }
    }

    private void recovery(Recovery recovery) {
        line("  %-34s %snext message at the platform after %s%s%s", recovery.what() + " of " + recovery.node(),
                recovery.claimed() < 0 ? "" : recovery.claimed() + " claimed; ", seconds(recovery.nextAcceptance()),
                recovery.claimed() < 0 ? "" : ", its rows settled by others or its successor after " + seconds(recovery.rowsSettled()),
                recovery.ready() == null ? "" : ", ready again after " + seconds(recovery.ready()));
    }

    private static String seconds(Duration time) {
        return time == null ? "more than 60 s" : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
