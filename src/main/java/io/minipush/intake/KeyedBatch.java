package io.minipush.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.json.Digests;
import io.minipush.json.Refused;
import io.minipush.notification.NewNotification;
import io.minipush.storage.Utc;

/**
 * What items with keys of their own become in one commit: the new ones are taken in, the others are answered as they were the
 * first time. Its getters are what the steps of {@code store-items} name.
 */
public final class KeyedBatch {

    private final String appId;
    private final Instant createdAt;
    private final List<ItemOutcome> outcomes = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<NewNotification> accepted = new ArrayList<>();
    /** By the hash of the key; in its order, so that two batches never wait for each other in a circle. */
    private final Map<String, Map<String, Object>> keys = new TreeMap<>();
    private final Map<String, ItemOutcome> known = new HashMap<>();
    private final Map<String, String> knownBodies = new HashMap<>();

    KeyedBatch(String appId, Instant createdAt) {
        this.appId = appId;
        this.createdAt = createdAt;
    }

    /** An earlier item has this key. */
    void know(String keyHash, String bodyHash, String id) {
        known.put(keyHash, new ItemOutcome(id, null, true));
        knownBodies.put(keyHash, bodyHash);
    }

    boolean knows(String keyHash) {
        return known.containsKey(keyHash);
    }

    /** The next item has a key that is known. */
    void replay(int index, String keyHash, String bodyHash) {
        if (knownBodies.get(keyHash).equals(bodyHash)) {
            outcomes.add(known.get(keyHash));
        } else {
            reject(Rejection.of(index, new Refused(NotificationIntake.KEY_REUSED, "", "this idempotency key was used with another body")));
        }
    }

    /** The next item is bad. */
    void reject(Rejection rejection) {
        outcomes.add(new ItemOutcome(null, rejection, false));
    }

    /** The next item is new. */
    void accept(String id, NewNotification notification, String keyHash, String bodyHash) {
        outcomes.add(new ItemOutcome(id, null, false));
        ids.add(id);
        accepted.add(notification);
        keys.put(keyHash, Map.of("app", appId, "key_hash", keyHash, "body_hash", bodyHash,
                "answer", JsonNodeFactory.instance.arrayNode().add(id).toString(), "created_at", Utc.column(createdAt)));
        know(keyHash, bodyHash, id);
    }

    public boolean isAnythingNew() {
        return !ids.isEmpty();
    }

    public List<Map<String, Object>> getKeyRows() {
        return List.copyOf(keys.values());
    }

    public List<Map<String, Object>> getRows() {
        return asBatch().getRows();
    }

    public Map<String, Object> getBookEntry() {
        return asBatch().getBookEntry();
    }

    /** One for each item, in their order. */
    public List<ItemOutcome> getOutcomes() {
        return outcomes;
    }

    private NotificationBatch asBatch() {
        return new NotificationBatch(appId, true, ids, accepted, List.of(), Optional.empty(), "", createdAt);
    }

    static String hash(String key) {
        return Digests.of(key);
    }
}
