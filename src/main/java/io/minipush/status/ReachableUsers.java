package io.minipush.status;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;

/** How many users of an app have a formId: counted when somebody looks, and not again within a minute, since it walks all of them. Thread-safe. */
final class ReachableUsers {

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * @param now    users with a use that could be reserved now
     * @param in24h  those of today's credits that will still be reachable in 24 hours
     */
    record Count(long now, long in24h, LocalDateTime at) {
    }

    private final Statements statements;
    private final DatabaseClock clock;
    private final Duration margin;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    ReachableUsers(Statements statements, DatabaseClock clock, Duration margin) {
        this.statements = statements;
        this.clock = clock;
        this.margin = margin;
    }

    Count of(String appId) {
        LocalDateTime now = clock.now();
        return counts.compute(appId, (app, last) -> last != null && last.at().plus(FRESH).isAfter(now) ? last
                : new Count(users(app, now), users(app, now.plus(DAY)), now));
    }

    private long users(String appId, LocalDateTime at) {
        return ((Number) statements.row("stock-of-app", Map.of("app", appId, "now", at, "reserve_until", at.plus(margin), "soon", at.plus(DAY))).orElseThrow().get("users")).longValue();
    }
}
