package io.minipush.status;

import java.time.Instant;
import java.util.List;

/**
 * One reason why messages of an app do not leave, or leave late.
 *
 * @param cause  decides which sentence people read, and which button stands beside it
 * @param since  when it began, or null
 * @param until  when it ends by itself, or is tried again; or null
 * @param who    who did it, or null
 * @param errcode the platform's, or null
 * @param detail in the platform's or the gateway's words, or null; of {@link Cause#PLATFORM_AWAY} a word of {@link PlatformEar}
 * @param count  of what it keeps back, or null
 * @param names  the routes, channels or templates that it is about
 */
record Finding(Cause cause, Instant since, Instant until, String who, Integer errcode, String detail, Long count, List<String> names) {

    /** In the order in which they are told: what keeps everything back first. */
    enum Cause {
        PAUSED(true), ROUTE_STOPPED(true), TOKEN_REFUSED(true), TOKEN_MISSING(true), RESTS(true), PLATFORM_AWAY(true), BUDGET_USED(true),
        CHANNEL_WITHDRAWN(false), TEMPLATE_HELD(false), NO_CREDITS(false), LATE(false), UNCERTAIN(false), TOKEN_LATE(false);

        private final boolean stopsAll;

        Cause(boolean stopsAll) {
            this.stopsAll = stopsAll;
        }

        boolean stopsAll() {
            return stopsAll;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
