package io.minipush.intake;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.json.Digests;
import io.minipush.notification.NewNotification;
import io.minipush.storage.Utc;

/**
 * What one submission becomes: the rows of one commit. Its getters are what the steps of {@code accept-notification} name.
 *
 * @param ids        one for each item in the producer's order, null where it was rejected
 * @param accepted   one for each item, null where it was rejected
 * @param rejections in the producer's order
 * @param key        the idempotency key, if any
 * @param digest     of the submission
 */
public record NotificationBatch(String appId, boolean list, List<String> ids, List<NewNotification> accepted, List<Rejection> rejections,
        Optional<String> key, String digest, Instant createdAt) {

    public boolean isKeyed() {
        return key.isPresent();
    }

    public boolean isNothing() {
        return ids.stream().allMatch(Objects::isNull);
    }

    /** Names the row that a second request with the same key meets, and what it will be answered. */
    public Map<String, Object> getKeyRow() {
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        ids.forEach(answer::add);
        return Map.of("app", appId, "key_hash", keyHash(), "body_hash", digest, "answer", answer.toString(), "created_at", Utc.column(createdAt));
    }

    public String keyHash() {
        return Digests.of(key.orElseThrow());
    }

    /** The notifications in the order of their ids: two lists inserted at once then never wait for each other in a circle. */
    public List<Map<String, Object>> getRows() {
        return java.util.stream.IntStream.range(0, ids.size())
                .filter(i -> ids.get(i) != null)
                .mapToObj(i -> row(ids.get(i), accepted.get(i)))
                .toList();
    }

    private Map<String, Object> row(String id, NewNotification notification) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("app", appId);
        row.put("reference", notification.reference());
        row.put("touser", notification.touser());
        row.put("template_id", notification.templateId());
        row.put("channel", notification.channel().word());
        row.put("purse", notification.purse());
        row.put("message", notification.message());
        row.put("on_no_credit", notification.onNoCredit());
        row.put("on_uncertain", notification.onUncertain() == null ? null : notification.onUncertain().word());
        row.put("lane", notification.lane().ordinal());
        row.put("created_at", Utc.column(createdAt));
        row.put("due_at", Utc.column(notification.dueAt()));
        row.put("expires_at", Utc.column(notification.expiresAt()));
        return row;
    }

    public Map<String, Object> getBookEntry() {
        return Map.of("app", appId, "taken_in", (int) ids.stream().filter(Objects::nonNull).count());
    }
}
