package io.minipush.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the platform has seen of its client, of one app or of all.
 *
 * @param messagesAccepted      messages that went out to a user
 * @param requests              api to errcode or fault to how often; an errcode that a fault made up is {@code errcode_N}
 * @param forms                 what has become of the formIds
 * @param breaches              what the client should never have done
 * @param breachCount           the sum of all breaches
 * @param sentTwice             acceptances beyond the first of the same message to the same user, the formId apart
 * @param formsUsedTwice        attempts to send another message with a single-use formId that an accepted message had used
 * @param tokenFetches          tokens handed out, both ways
 * @param overlappingTokenCalls token calls of one app in progress at the same time; one that a fault ate is no longer in progress
 * @param heldAnswers           answers that wait for a release
 * @param firstAcceptAt         by the simulator's clock; null before the first message
 * @param lastAcceptAt          by the simulator's clock; null before the first message
 * @param subscribe             the subscribe messages; what stands above is about the template messages, but for requests,
 *                              breaches and tokens
 */
public record Scoreboard(long messagesAccepted, Map<String, Map<String, Long>> requests, Forms forms, List<Breach> breaches,
        long breachCount, long sentTwice, long formsUsedTwice, long tokenFetches, TokenCalls overlappingTokenCalls,
        int heldAnswers, Instant firstAcceptAt, Instant lastAcceptAt, Subscribe subscribe) {

    /**
     * FormIds by their state. A prepay id is used when its last use is gone.
     *
     * @param unused can still be used
     * @param expired too old, and not used before
     */
    public record Forms(long issued, long used, long unused, long expired) {
    }

    /**
     * @param max   the most at any time
     * @param times how often a token call came while another of that app was in progress
     */
    public record TokenCalls(int max, long times) {
    }

    /**
     * The subscribe messages.
     *
     * @param messagesAccepted  messages that the platform took
     * @param sentInVain        those of them that failed inside the platform, so that the user got nothing
     * @param sentTwice         messages that arrived beyond the first of the same message to the same user
     * @param sentWithoutCredit messages that the client tried to send to a user who had no credit for that template left, or who had
     *                          switched it off (43101); {@link SimulatedSubscriptions#subscriptions} tells who
     */
    public record Subscribe(long messagesAccepted, long sentInVain, long sentTwice, Credits credits, long sentWithoutCredit) {
    }

    /**
     * What users accepted, by its state.
     *
     * @param dropped worth nothing any more, as the user has said no since
     */
    public record Credits(long granted, long left, long used, long dropped) {
    }

    /** How often the api was answered so; 0 if never. */
    public long requests(Api api, String outcome) {
        return requests.getOrDefault(api.wireName(), Map.of()).getOrDefault(outcome, 0L);
    }

    /** How often the breach was seen; 0 if never. */
    public long breaches(String kind) {
        return breaches.stream().filter(b -> b.kind().equals(kind)).mapToLong(Breach::count).sum();
    }
}
