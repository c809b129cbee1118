package io.minipush.intake;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.json.NotJson;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;

/**
 * FormIds as somebody handed them in, whichever door they came through: read, not yet checked.
 *
 * @param list whether it was a list, and so each bad item is reported beside the good ones
 */
public record FormIdSubmission(String appId, List<JsonNode> items, boolean list) {

    public static final int MOST_ITEMS = 1_000;

    public FormIdSubmission {
        items = List.copyOf(items);
        if (items.size() > MOST_ITEMS) {
            throw new Refused(Refused.INVALID, "", "has more than " + MOST_ITEMS + " items");
        }
    }

    /** An object or an array. */
    public static FormIdSubmission json(String appId, byte[] body) throws NotJson {
        List<JsonNode> elements = StrictJson.readArray(body, MOST_ITEMS);
        return elements == null
                ? new FormIdSubmission(appId, List.of(StrictJson.read(body)), false)
                : new FormIdSubmission(appId, elements, true);
    }

    @Override
    public String toString() {
        return "FormIdSubmission[" + items.size() + "]";
    }
}
