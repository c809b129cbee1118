package io.minipush.jms;

import java.util.Optional;

/**
 * What the contract knows of a JMS message; nothing else of it reaches a route.
 *
 * @param text  as it came; for a message that is no text, what it is instead
 * @param appId from the property
 * @param key   the property {@code idempotency_key}
 */
record Received(String queue, String messageId, String text, Optional<String> appId, Optional<String> key) {

    @Override
    public String toString() {
        return "Received[" + messageId + " of " + queue + "]";
    }
}
