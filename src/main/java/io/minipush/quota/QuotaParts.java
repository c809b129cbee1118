package io.minipush.quota;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.token.AccessTokens;
import org.apache.camel.CamelContext;

/** Binds what {@code read-quotas.camel.yaml} refers to by name. */
public final class QuotaParts {

    private QuotaParts() {
    }

    /** Must be called before the routes are started. */
    public static void bind(CamelContext context, Settings settings, DatabaseClock clock, AccessTokens tokens, MeterRegistry meters) {
        context.getRegistry().bind("platformQuotas", new PlatformQuotas(settings, clock, tokens));
        context.getRegistry().bind("quotaFigures", new QuotaFigures(meters, settings.apps().keySet()));
    }
}
