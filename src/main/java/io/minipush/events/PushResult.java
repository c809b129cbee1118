package io.minipush.events;

import java.time.Instant;

/**
 * What became of one message that the platform had taken.
 *
 * @param msgid  the platform's number of the message
 * @param push   {@link #PUSHED} or {@link #FAILED}
 * @param reason why it was not pushed, or null
 * @param sentAt as the platform says, to the second
 */
record PushResult(long msgid, String openid, String templateId, String push, String reason, Instant sentAt) {

    static final String PUSHED = "pushed";
    static final String FAILED = "push_failed";

    @Override
    public String toString() {
        // The generated one would print the openid.
        return "PushResult[" + msgid + ", " + push + "]";
    }
}
