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
 * @param token         null on a platform that wants none
 * @param tokenErrcode  what the platform said to the last attempt for a token, or null
 * @param tokenError    the same in words, or null
 * @param holdUntil     how long the platform's refusals let it rest, or null
 * @param withdrawn     channels that the platform no longer takes
 * @param heldTemplates templates whose notifications are kept back
 * @param quotaUsed     posts of the platform's present day
 * @param quotaOrdinary at so many of them ordinary notifications stop
 * @param dayEnds       when the count begins anew
 * @param platformMute  whether of late no post had any answer, and some had none
 * @param accepted      notifications that are due, or will be
 * @param waiting       notifications that no usable credit is there for
 * @param oldestDue     how long the oldest due one has been due
 */
record Situation(Instant now, Instant pausedAt, String pausedBy, List<String> stoppedRoutes, TokenHealth token, Integer tokenErrcode, String tokenError,
        Instant holdUntil, Integer holdErrcode, String holdReason, List<String> withdrawn, List<String> heldTemplates,
        long quotaUsed, long quotaOrdinary, Instant dayEnds, boolean platformMute, long accepted, long waiting, Duration oldestDue) {
}
