package io.minipush.web;

import java.util.Locale;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * What passes the door between HTTP and the routes. Lists of what may, since Camel takes orders from headers
 * ({@code CamelSqlQuery}, {@code CamelHttpUri}) and would send back to the caller whatever header is left on the message.
 */
public final class DoorHeaders implements HeaderFilterStrategy {

    /** Headers and query parameters alike: Camel does not tell them apart. */
    private static final Set<String> IN = Set.of("content-type", "idempotency-key", "prefer", "minipush-operator");
    private static final Set<String> OUT = Set.of("location", "retry-after", "preference-applied", "idempotency-replayed");

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }
}
