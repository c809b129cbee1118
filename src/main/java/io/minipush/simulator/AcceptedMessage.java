package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A message that the platform has accepted, so that the user gets it.
 *
 * @param seq      1 for the first message of the simulator's life
 * @param at       by the simulator's clock
 * @param data     as it came, null if it was left out
 * @param answered whether the success was written to the client; false while it is under way and for ever if a fault ate it
 */
public record AcceptedMessage(long seq, Instant at, String appid, String touser, String templateId, String page, String formId,
        String emphasisKeyword, JsonNode data, boolean answered) {
}
