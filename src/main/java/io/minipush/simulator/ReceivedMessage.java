package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A subscribe message that the platform has accepted.
 *
 * @param seq              1 for the first one of the simulator's life
 * @param at               by the simulator's clock
 * @param msgid            the number in the answer, as text: it is larger than a double holds exactly
 * @param miniprogramState as it came, null if it was left out; so are page and lang
 * @param arrived          whether the user gets it; false if it fails inside the platform, which the sent event tells
 * @param answered         whether the success was written to the client; false while it is under way and for ever if a fault ate it
 */
public record ReceivedMessage(long seq, Instant at, String msgid, String appid, String touser, String templateId, String page,
        String miniprogramState, String lang, JsonNode data, boolean arrived, boolean answered) {
}
