package io.minipush.benchmark;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Prints what was measured. */
final class Figures {

    /**
     * What was measured at one latency of the platform, in messages per second where nothing else is said.
     *
     * @param statements database statements for each message; NaN if the gateway does not tell
     */
    record Column(int latency, double perSecond, double statements, double acceptAndSend, double careful, double careless) {
        Column(int latency, double perSecond, double statements) {
            this(latency, perSecond, statements, Double.NaN, Double.NaN, Double.NaN);
        }

        Column withAcceptAndSend(double rate) {
            return new Column(latency, perSecond, statements, rate, careful, careless);
        }

        Column withLoops(double carefulRate, double carelessRate) {
            return new Column(latency, perSecond, statements, acceptAndSend, carefulRate, carelessRate);
        }
    }

    private final PrintWriter out;
    private final List<Column> columns = new ArrayList<>();

    Figures(PrintWriter out) {
        this.out = out;
    }

    void machine(BenchmarkPlan plan, String database) {
        line("minipush benchmark. The figures are of this machine; only ratios can be compared.");
        line("  machine   %d cores, %s %s, Java %s", Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"),
                System.getProperty("os.arch"), System.getProperty("java.version"));
        line("  database  %s, embedded, fsync and synchronous_commit on", database);
        line("  gateway   a process of its own, -Xmx256m, %d posts in flight, 10 connections", plan.inFlight());
        line("  platform  simulated in the benchmark's process, as are the clients and the loops; all share the cores");
        line("");
    }

    /** What goes on now: some of it takes a minute. */
    void doing(String what) {
        line("  … %s", what);
    }

    void accept(String what, Samples samples) {
        line("%-44s %8.0f per second, a request p50 %.1f ms, p99 %.1f ms", what, samples.perSecond(), samples.millis(0.5), samples.millis(0.99));
    }

    void add(Column column) {
        columns.add(column);
    }

    void latencies(BenchmarkPlan plan) {
        line("");
        row("platform answers after, ms", column -> String.valueOf(column.latency()));
        row("drain of " + plan.backlog() + ", sent/s", column -> number(column.perSecond(), 0));
        row("  share of in-flight / latency", column -> column.latency() == 0 ? "-"
                : number(column.perSecond() / (plan.inFlight() * 1000.0 / column.latency()), 2));
        row("  database statements a message", column -> number(column.statements(), 3));
        row("accept and send at once, sent/s", column -> number(column.acceptAndSend(), 0));
        if (plan.loops()) {
            row("careful loop (same guarantees), sent/s", column -> number(column.careful(), 0));
            row("careless loop (no guarantees), sent/s", column -> number(column.careless(), 0));
            row("gateway / careful loop", column -> number(column.perSecond() / column.careful(), 2));
            row("gateway / careless loop", column -> number(column.perSecond() / column.careless(), 2));
        }
    }

    void memory(double heap, OptionalDouble process) {
        line("%-44s %8s MB heap in use (garbage included), %s MB the whole process", "most memory of the gateway", number(heap / (1 << 20), 0),
                number(process.orElse(Double.NaN) / (1 << 20), 0));
    }

    void flatness(BenchmarkPlan plan, double empty, double full) {
        line("%-44s %8.0f sent/s, %.2f of the %.0f without", "drain beside " + plan.waiting() + " waiting and " + plan.credits() + " credits", full,
                full / empty, empty);
    }

    private void row(String name, Function<Column, String> value) {
        StringBuilder cells = new StringBuilder();
        columns.forEach(column -> cells.append(String.format(Locale.ROOT, " %8s", value.apply(column))));
        line("%-44s%s", name, cells);
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value) ? "n/a" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
