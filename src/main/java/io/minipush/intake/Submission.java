package io.minipush.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.json.Digests;
import io.minipush.json.NotJson;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;

/**
 * Notifications as a producer handed them in, whichever door they came through: read, not yet checked.
 *
 * @param list whether the producer gave a list, and so wants a report about each item
 * @param key  the idempotency key, if any
 */
public record Submission(String appId, List<Item> items, boolean list, Optional<String> key) {

    public static final int MOST_ITEMS = 10_000;
    private static final int LONGEST_KEY = 256;

    /**
     * @param json   null if the line is not JSON
     * @param fault  why it is not
     * @param digest of what the item means, or of the broken line as it stands
     */
    public record Item(JsonNode json, String fault, String digest) {

        public static Item of(JsonNode json) {
            return new Item(json, null, Digests.of(json));
        }

        /** The digest of a submission of this item alone, so that a key means the same at every door. */
        String digestAlone() {
            return Submission.digest(false, List.of(this));
        }

        static Item broken(byte[] line, NotJson fault) {
            return new Item(null, fault.getMessage(), Digests.of(line));
        }
    }

    public Submission {
        items = List.copyOf(items);
        if (items.size() > MOST_ITEMS) {
            throw new Refused(Refused.INVALID, "", "has more than " + MOST_ITEMS + " items");
        }
        if (key.filter(k -> k.isBlank() || k.length() > LONGEST_KEY).isPresent()) {
            throw new Refused(Refused.INVALID, "", "the idempotency key must have 1 to " + LONGEST_KEY + " characters");
        }
    }

    /** An object or an array. */
    public static Submission json(String appId, byte[] body, Optional<String> key) throws NotJson {
        List<JsonNode> elements = StrictJson.readArray(body, MOST_ITEMS);
        boolean list = elements != null;
        List<JsonNode> nodes = list ? elements : List.of(StrictJson.read(body));
        return new Submission(appId, nodes.stream().map(Item::of).toList(), list, key);
    }

    /** One object a line; a line that is not JSON is an item that will be rejected. */
    public static Submission ndjson(String appId, byte[] body, Optional<String> key) {
        List<Item> items = new ArrayList<>();
        for (byte[] line : StrictJson.lines(body)) {
            try {
                items.add(Item.of(StrictJson.read(line)));
            } catch (NotJson e) {
                items.add(Item.broken(line, e));
            }
            if (items.size() > MOST_ITEMS) {
                break;
            }
        }
        return new Submission(appId, items, true, key);
    }

    /** The same for two submissions that mean the same. */
    String digest() {
        return digest(list, items);
    }

    private static String digest(boolean list, List<Item> items) {
        return Digests.of(list + "\n" + Digests.ofAll(items.stream().map(Item::digest).toList()));
    }
}
