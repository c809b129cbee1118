package io.minipush.intake;

import java.util.List;

/** Notifications of which each has an idempotency key of its own, as the lines of a file have: read, not yet checked. */
public record KeyedItems(String appId, List<KeyedItem> items) {

    /** One of them. */
    public record KeyedItem(Submission.Item item, String key) {
    }

    public KeyedItems {
        items = List.copyOf(items);
    }
}
