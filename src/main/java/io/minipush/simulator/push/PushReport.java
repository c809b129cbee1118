package io.minipush.simulator.push;

import java.util.Map;

/**
 * The pushes of one app or of all since the start.
 *
 * @param events     how many events there were, each kind of them counted once; a duplicate counts on its own
 * @param requests   POSTs, with the repeats
 * @param answers    {@code success}, {@code empty}, {@code other_text}, {@code http_N}, {@code timeout} or {@code unreachable} to how often
 * @param delivered  events that were answered well
 * @param givenUp    events that were not, three repeats included
 * @param pending    events on their way
 * @param slowest    the longest time to an answer, in milliseconds
 */
public record PushReport(Map<String, Long> events, long requests, Map<String, Long> answers, long delivered, long givenUp,
        long pending, long slowest) {

    /** How often a request was answered so; 0 if never. */
    public long answers(String outcome) {
        return answers.getOrDefault(outcome, 0L);
    }
}
