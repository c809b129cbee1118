package io.minipush.jms;

import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Lets no property of a message in (the door reads what it needs from the message itself), and out only what the contract names. */
final class JmsHeaders implements HeaderFilterStrategy {

    private static final Set<String> OUT = Set.of("reason", "detail", "from_queue", "message_id", "app_id");

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name);
    }
}
