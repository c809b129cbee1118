package io.minipush.token;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

import io.minipush.settings.TokenSource;

/**
 * When to fetch the next token: ahead of need when all is well, later when the platform says no, and never in a tight loop, since
 * the calls of a day are counted.
 */
public final class TokenPolicy {

    /** A stable token renews itself in its last five minutes; asking earlier gives the same one again. */
    private static final Duration STABLE_RENEWS_IN_LAST = Duration.ofMinutes(5);
    private static final Duration STABLE_MARGIN = Duration.ofSeconds(240);
    private static final Duration CLASSIC_MARGIN = Duration.ofSeconds(600);
    private static final Duration AT_LEAST = Duration.ofSeconds(5);
    /** With a tick of two seconds a platform that is back is noticed within ten. */
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(7);
    /** The platform does not refresh twice within 30 s, nor more than 20 times a day. */
    private static final Duration BETWEEN_FORCES = Duration.ofSeconds(30);
    private static final int FORCES_A_DAY = 20;
    /** When the quota of a day is back, for all we know, and a little later. */
    private static final LocalTime QUOTA_IS_BACK = LocalTime.of(0, 5);

    /** The platform counts its days there, wherever the gateway runs. */
    private static final ZoneId PLATFORM_ZONE = ZoneId.of("Asia/Shanghai");

    private final Duration maxAge;

    /** @param maxAge no token is used for longer without asking again */
    public TokenPolicy(Duration maxAge) {
        this.maxAge = maxAge;
    }

    /**
     * How long to leave the platform alone after it gave a token.
     *
     * @param same whether it gave the one that we had already
     */
    public Duration refreshAfter(TokenSource source, Duration life, boolean same) {
        Duration margin = min(source == TokenSource.STABLE ? STABLE_MARGIN : CLASSIC_MARGIN, life.dividedBy(10));
        boolean overdue = same && source == TokenSource.STABLE && life.compareTo(STABLE_RENEWS_IN_LAST) <= 0;
        Duration after = overdue ? life.dividedBy(10) : life.minus(margin);
        return max(AT_LEAST, min(maxAge, after));
    }

    /**
     * How long to leave the platform alone after it gave none.
     *
     * @param failures how many came before this one, in a row
     */
    public Duration retryAfter(TokenAnswer answer, int failures, Instant now) {
        if (!(answer instanceof TokenAnswer.Refused refused) || refused.errcode() == -1) {
            return min(LONGEST_BACKOFF, Duration.ofSeconds(1L << Math.min(failures, 10)));
        }
        return switch (refused.errcode()) {
            case 45009 -> untilQuotaIsBack(now);
            case 89506 -> Duration.ofHours(24);
            case 89507 -> Duration.ofHours(1);
            // Wrong app, secret or grant, frozen, not on the white list, waiting for the admin: a person has to act.
            case 40001, 40002, 40013, 40125, 40164, 40243, 41002, 41004, 43002, 50004, 50007, 89501, 89502, 89503, 89504, 89505 ->
                Duration.ofMinutes(5);
            // 45011 is the minute's quota. An unknown code gets the same time.
            default -> Duration.ofSeconds(60);
        };
    }

    /** How long to wait when the platform keeps handing out the token that it refuses: until a forced refresh may work. */
    public Duration retryAfterRefusedTokenCameBack() {
        return BETWEEN_FORCES;
    }

    /** Whether a forced refresh is within the platform's limits. It kills the current token for everybody and is scarce. */
    public boolean mayForce(ForcedRefreshes done, Instant now) {
        boolean longAgo = done.last() == null || !now.isBefore(done.last().plus(BETWEEN_FORCES));
        return longAgo && done.on(dayOf(now)) < FORCES_A_DAY;
    }

    /** The platform's calendar day. */
    public LocalDate dayOf(Instant now) {
        return LocalDate.ofInstant(now, PLATFORM_ZONE);
    }

    private Duration untilQuotaIsBack(Instant now) {
        return Duration.between(now, dayOf(now).plusDays(1).atTime(QUOTA_IS_BACK).atZone(PLATFORM_ZONE).toInstant());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /**
     * The forced refreshes so far.
     *
     * @param day   the day that {@code count} belongs to, null if there was none
     * @param last  null if there was none
     */
    public record ForcedRefreshes(LocalDate day, int count, Instant last) {

        /** How many there were on that day. */
        public int on(LocalDate that) {
            return that.equals(day) ? count : 0;
        }
    }
}
