package io.minipush.intake.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.intake.ItemOutcome;
import io.minipush.intake.KeyedItems;
import io.minipush.intake.KeyedItems.KeyedItem;
import io.minipush.intake.Rejection;
import io.minipush.intake.Submission;
import io.minipush.json.Refused;

/**
 * The lines of a file in batches, each line with its idempotency key: its own, or what stands in the file and where. So the same
 * file has the same keys at every reading, and reading it again is how a crash is got over.
 */
final class KeyedLines implements Iterator<KeyedLines.Batch> {

    /** The member or column with a key of the producer's own. */
    static final String KEY = "idempotency_key";

    static final int BATCH = 300;
    private static final int LONGEST_KEY = 256;

    /** Some lines: those that can be handed in, and for the others what is wrong. Both by their place among {@code lines}. */
    record Batch(List<Line> lines, List<Integer> places, KeyedItems items, ItemOutcome[] outcomes) {

        /** @param accepted what became of the items that were handed in */
        void complete(List<ItemOutcome> accepted) {
            for (int i = 0; i < places.size(); i++) {
                outcomes[places.get(i)] = accepted.get(i);
            }
        }
    }

    private final String appId;
    private final Lines lines;
    private final String contentHash;
    private final BooleanSupplier stopping;
    private Line ahead;
    private boolean complete;

    KeyedLines(String appId, Lines lines, String contentHash, BooleanSupplier stopping) throws IOException {
        this.appId = appId;
        this.lines = lines;
        this.contentHash = contentHash;
        this.stopping = stopping;
        this.ahead = lines.next();
        this.complete = ahead == null;
    }

    /** No more at the end, and when the gateway stops. */
    @Override
    public boolean hasNext() {
        return ahead != null && !stopping.getAsBoolean();
    }

    /** Whether every line was read. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public Batch next() {
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        List<Line> batch = new ArrayList<>(BATCH);
        try {
            for (; ahead != null && batch.size() < BATCH; ahead = lines.next()) {
                batch.add(ahead);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        complete = ahead == null;
        return batch(batch);
    }

    private Batch batch(List<Line> batch) {
        ItemOutcome[] outcomes = new ItemOutcome[batch.size()];
        List<Integer> places = new ArrayList<>();
        List<KeyedItem> items = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            try {
                items.add(keyed(batch.get(i)));
                places.add(i);
            } catch (Refused e) {
                outcomes[i] = new ItemOutcome(null, Rejection.of(i, e), false);
            }
        }
        return new Batch(batch, places, new KeyedItems(appId, items), outcomes);
    }

    private KeyedItem keyed(Line line) {
        if (line.json() == null) {
            throw new Refused("unreadable", "", line.fault());
        }
        JsonNode json = line.json();
        JsonNode own = json.get(KEY);
        if (own == null) {
            return new KeyedItem(Submission.Item.of(json), contentHash + ":" + line.mark());
        }
        if (!own.isTextual() || own.textValue().isBlank() || own.textValue().length() > LONGEST_KEY) {
            throw new Refused(Refused.INVALID, "/" + KEY, "must be a text of 1 to " + LONGEST_KEY + " characters");
        }
        ObjectNode without = ((ObjectNode) json).deepCopy();
        without.remove(KEY);
        return new KeyedItem(Submission.Item.of(without), own.textValue());
    }
}
