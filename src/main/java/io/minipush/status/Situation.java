package io.minipush.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.minipush.token.TokenHealth;

/**
 * What is known of one app at one moment, as far as it decides whether its messages leave.
 *
 * @param pausedAt      null if nobody has paused it
 * @param pausedBy      as the audit writes it, or null
 * @param stoppedRoutes those without which nothing of this app leaves this node
 * @param token         how its token is doing
 * @param holdUntil     how long the platform's refusals let it rest, or null
 * @param withdrawn     channels that the platform no longer takes
 * @param heldTemplates templates whose notifications are kept back
 * @param quotaUsed     posts of the platform's present day
 * @param quotaOrdinary at so many of them ordinary notifications stop
 * @param dayEnds       when the count begins anew
 * @param silence       what of late came in place of the platform's answers, in the words of {@link PlatformEar}; null if it answers
 * @param accepted      notifications that are due, or will be
 * @param waiting       notifications that no usable credit is there for
 * @param uncertain     notifications that nothing can settle but a person
 * @param oldestDue     how long the oldest due one has been due
 */
record Situation(Instant now, Instant pausedAt, String pausedBy, List<String> stoppedRoutes, Token token,
        Instant holdUntil, Integer holdErrcode, String holdReason, List<Withdrawn> withdrawn, List<String> heldTemplates,
        long quotaUsed, long quotaOrdinary, Instant dayEnds, String silence, long accepted, long waiting, long uncertain, Duration oldestDue) {

    /**
     * @param health  null on a platform that wants none
     * @param errcode what the platform said to the last attempt for one, or null
     * @param error   the same in words, or null
     * @param nextTry when it is asked again
     */
    record Token(TokenHealth health, Integer errcode, String error, Instant nextTry) {

        static final Token NOT_NEEDED = new Token(null, null, null, null);
    }

    /**
     * @param errcode the platform's word
     * @param reason  what it means, and what to do instead
     */
    record Withdrawn(String channel, Integer errcode, String reason) {
    }
}
