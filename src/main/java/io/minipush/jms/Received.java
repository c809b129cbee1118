package io.minipush.jms;

import java.util.Optional;

/**
 * What the contract knows of a JMS message; nothing else of it reaches a route.
 *
 * @param content the text as it came; of a message that is refused before it is read, whatever can be shown to a person
 * @param appId   from the property
 * @param key     the property {@code idempotency_key}
 */
record Received(String queue, String messageId, Object content, Optional<String> appId, Optional<String> key) {

    /** Of a message that {@link JmsSteps#enter} let in. */
    String text() {
        return (String) content;
    }

    @Override
    public String toString() {
        return "Received[" + messageId + " of " + queue + "]";
    }
}
