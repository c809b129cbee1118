package io.minipush.token;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;

/** Binds what {@code refresh-token.camel.yaml} refers to by name. */
public final class TokenParts {

    /** Renewals at the same time on one node; each mostly waits for the platform. */
    private static final int RENEWERS = 8;
    private static final Duration SPARE = Duration.ofSeconds(2);

    private TokenParts() {
    }

    /**
     * Must be called before the routes are started.
     *
     * @param node the number of this node
     * @return the tokens, also bound as {@code tokens}
     */
    public static AccessTokens bind(CamelContext context, Settings settings, Statements statements, DatabaseClock clock, long node,
            MeterRegistry meters) {
        TokenMetrics metrics = new TokenMetrics(meters, clock, settings.apps().keySet());
        ProducerTemplate template = context.createProducerTemplate();
        Duration patience = settings.connectTimeout().plus(settings.responseTimeout()).plus(SPARE);
        AccessTokens tokens = new AccessTokens(statements, clock, metrics, patience,
                app -> template.asyncSendBody("direct:renew-token", app));
        tokens.reload();
        Registry registry = context.getRegistry();
        registry.bind("tokens", tokens);
        registry.bind("token-metrics", metrics);
        registry.bind("token-renewals", new TokenRenewals(settings, clock, node));
        registry.bind("secret-at-the-wire", new SecretAtTheWire(settings));
        registry.bind("token-renewers",
                context.getExecutorServiceManager().newFixedThreadPool(TokenParts.class, "token-renewers", RENEWERS));
        return tokens;
    }
}
