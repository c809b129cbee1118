package io.minipush.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.minipush.notification.Channel;
import io.minipush.notification.State;

/**
 * Which notification a result without a known msgid belongs to: the uncertain one whose answer was lost, if no other message of that user
 * and template could be meant. When in doubt none: a person can still decide, but nobody could take back a wrong "sent".
 */
final class PushMatch {

    /** The platform tells within this time. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** The event's time is cut to seconds, and two clocks are never quite the same. */
    static final Duration ROUNDING = Duration.ofSeconds(2);

    /** More notifications of one user are not looked at: which of them was the last to be posted does not follow from their order. */
    static final int MOST_OF_USER = 400;

    /**
     * A notification of the user.
     *
     * @param claimedAt no post of its last claim began earlier; null: it was never claimed
     * @param msgid     the platform's number of it, as far as one was told
     * @param attempts  how often it was posted, as far as we know
     */
    record Candidate(String id, String templateId, Channel channel, State state, boolean doubt, int attempts, Instant claimedAt, Long msgid) {
    }

    private PushMatch() {
    }

    /**
     * @param ofUser        the newest notifications of the result's user, at most {@link #MOST_OF_USER}
     * @param resultsNearby how many results of this user and template, this one included, are without a notification and could be mistaken for each other
     */
    static Optional<Candidate> of(PushResult result, List<Candidate> ofUser, int resultsNearby) {
        if (resultsNearby != 1 || ofUser.size() >= MOST_OF_USER) {
            return Optional.empty();
        }
        List<Candidate> alike = ofUser.stream()
                .filter(one -> one.channel() == Channel.SUBSCRIBE && one.templateId().equals(result.templateId()) && one.claimedAt() != null)
                .filter(one -> mayBeMeant(one, result.sentAt()))
                .toList();
        return alike.size() == 1 ? alike.stream().filter(one -> fits(one, result.sentAt())).findFirst() : Optional.empty();
    }

    private static boolean fits(Candidate one, Instant sentAt) {
        return one.state() == State.UNCERTAIN && !one.claimedAt().isBefore(sentAt.minus(LONGEST)) && !one.claimedAt().isAfter(sentAt.plus(ROUNDING));
    }

    /** Whether some post of it, of this claim or of an earlier one, could have brought this result. */
    private static boolean mayBeMeant(Candidate one, Instant sentAt) {
        boolean underWay = one.state() == State.SENDING || one.doubt() && one.state() != State.UNCERTAIN;
        if (underWay) {
            return true;
        }
        boolean itsResultIsAnother = one.state() == State.SENT && one.msgid() != null && one.attempts() <= 1;
        boolean neverPosted = one.attempts() == 0 && one.state() != State.UNCERTAIN;
        return !itsResultIsAnother && !neverPosted && !one.claimedAt().isBefore(sentAt.minus(LONGEST));
    }
}
