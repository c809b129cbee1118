package io.minipush.benchmark;

import java.util.List;

/**
 * What a benchmark measures.
 *
 * @param messages  in each measurement
 * @param latencies of the platform, in milliseconds; a drain, an accept-and-send and the two loops for each
 * @param backlog   messages that lie ready when a drain begins
 * @param waiting   notifications without a credit beside which the last drain runs
 * @param credits   formIds of other users beside which the last drain runs
 * @param inFlight  posts at the same time, and threads of the loops to compare with
 * @param clients   of the API at the same time
 * @param loops     whether to run the loops to compare with
 */
record BenchmarkPlan(int messages, List<Integer> latencies, int backlog, int waiting, int credits, int inFlight, int clients, boolean loops) {

    BenchmarkPlan {
        latencies = List.copyOf(latencies);
        between("messages", messages, 100, 10_000_000);
        between("backlog", backlog, 100, 10_000_000);
        between("waiting", waiting, 0, 100_000_000);
        between("credits", credits, 0, 100_000_000);
        between("in-flight", inFlight, 1, 10_000);
        between("clients", clients, 1, 1_000);
        latencies.forEach(millis -> between("latencies", millis, 0, 60_000));
        if (latencies.isEmpty()) {
            throw new IllegalArgumentException("--latencies needs at least one number of milliseconds");
        }
    }

    private static void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("--" + option + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
