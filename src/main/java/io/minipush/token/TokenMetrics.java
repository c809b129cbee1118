package io.minipush.token;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.storage.DatabaseClock;

/** The figures about tokens. All are there from the start, so that an alarm can be set on them. */
public final class TokenMetrics {

    private final MeterRegistry registry;
    private final DatabaseClock clock;
    private final Map<String, LocalDateTime> fetched = new ConcurrentHashMap<>();
    private final Map<String, Counter> failures = new ConcurrentHashMap<>();
    private final Map<String, Counter> foreign = new ConcurrentHashMap<>();

    public TokenMetrics(MeterRegistry registry, DatabaseClock clock, Collection<String> apps) {
        this.registry = registry;
        this.clock = clock;
        apps.forEach(this::know);
    }

    /** An app may come later. */
    private void know(String app) {
        if (!failures.containsKey(app)) {
            failures.put(app, Counter.builder("minipush_token_refresh_failures_total").tag("app", app)
                    .description("Attempts of this node to fetch a token that failed").register(registry));
            foreign.put(app, Counter.builder("minipush_foreign_refreshes_total").tag("app", app)
                    .description("Tokens that died inside their life, as seen first by this node: somebody else fetches tokens too").register(registry));
            Gauge.builder("minipush_token_age_seconds", () -> age(app)).tag("app", app)
                    .description("Time since the platform last gave or confirmed the token; not a number before the first").register(registry);
        }
    }

    private Number age(String app) {
        LocalDateTime time = fetched.get(app);
        return time == null ? Double.NaN : Duration.between(time, clock.now()).toMillis() / 1000.0;
    }

    /** @param time null if there is no token yet */
    void fetchedAt(String app, LocalDateTime time) {
        know(app);
        if (time != null) {
            fetched.put(app, time);
        }
    }

    void foreignRefresh(String app) {
        know(app);
        foreign.get(app).increment();
    }

    /** An attempt failed. Called by the route. */
    public void failure(String app) {
        know(app);
        failures.get(app).increment();
    }
}
