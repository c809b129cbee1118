package io.minipush.token;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** How an app's token is doing, for an operator. */
public enum TokenHealth {
    /** Usable, and renewed in time. */
    FRESH,
    /** Usable, but the next one is overdue. */
    STALE,
    /** Nothing can be sent with it. */
    FAILING;

    /**
     * @param usable    false once the platform has refused it, and before the first one is fetched
     * @param expiresAt null before the first one is fetched
     * @param refreshAt when the next one is due
     * @param failures  attempts in a row that failed to fetch the next one
     */
    public static TokenHealth of(boolean usable, Instant expiresAt, Instant refreshAt, int failures, Instant now) {
        if (!usable || expiresAt == null || !expiresAt.isAfter(now)) {
            return FAILING;
        }
        return failures > 0 || refreshAt.isBefore(now) ? STALE : FRESH;
    }

    /** @param columns of {@code find-token-health} */
    public static TokenHealth of(Map<String, Object> columns, Instant now) {
        TokenRow row = new TokenRow(columns);
        return of(row.flag("usable"), row.instant("expires_at"), row.instant("refresh_at"), (int) row.number("failures"), now);
    }

    /** The word of the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
