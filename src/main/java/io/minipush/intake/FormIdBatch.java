package io.minipush.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.minipush.credit.NewFormId;
import io.minipush.credit.Purse;

/**
 * The formIds of one request. Its getters are what the steps of {@code collect-form-ids} name.
 *
 * @param collection names this request: who finds it at a formId was the first to bring that
 * @param byHash     the good ones in the order of their hashes, each once; two requests that bring the same ones then never wait
 *                   for each other in a circle
 * @param twice      how many of the request's items repeated an earlier item of it
 */
public record FormIdBatch(String appId, String collection, SortedMap<String, NewFormId> byHash, int twice, List<Rejection> rejections, Instant arrival) {

    /** A formId is remembered for this long after the platform has forgotten it. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    public boolean isEmpty() {
        return byHash.isEmpty();
    }

    /** Whether a code of {@code wx.login} stands for the openid of the only formId. */
    public boolean isCoded() {
        return byHash.size() == 1 && code() != null;
    }

    String code() {
        return byHash.get(byHash.firstKey()).code();
    }

    FormIdBatch ownedBy(String openid) {
        SortedMap<String, NewFormId> owned = new TreeMap<>();
        byHash.forEach((hash, formId) -> owned.put(hash, formId.of(openid)));
        return new FormIdBatch(appId, collection, owned, twice, rejections, arrival);
    }

    public List<Map<String, Object>> getSeenRows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        byHash.forEach((hash, formId) -> rows.add(Map.of("app", appId, "form_hash", hash, "collection", collection,
                "forget_at", utc(formId.expiresAt().plus(REMEMBERED)))));
        return rows;
    }

    /** Asks which hashes are known. */
    public Map<String, Object> getHashes() {
        return Map.of("app", appId, "collection", collection, "hashes", List.copyOf(byHash.keySet()));
    }

    /** What has to be stored for the formIds that this request was the first to bring. */
    Fresh fresh(Set<String> hashes) {
        List<NewFormId> formIds = hashes.stream().map(byHash::get).sorted(Comparator.comparing(NewFormId::formId)).toList();
        List<Map<String, Object>> credits = new ArrayList<>();
        Map<Map<String, Object>, Integer> wakeUps = new HashMap<>();
        int uses = 0;
        for (NewFormId formId : formIds) {
            LocalDateTime usableFrom = utc(arrival.plus(formId.kind().rest()));
            for (int use = 1; use <= formId.kind().uses(); use++) {
                credits.add(Map.of("app", appId, "openid", formId.openid(), "purse", Purse.of(formId.openid()), "form_id", formId.formId(), "use_no", use,
                        "kind", formId.kind().word(), "collected_at", utc(formId.collectedAt()), "usable_from", usableFrom,
                        "expires_at", utc(formId.expiresAt())));
            }
            wakeUps.merge(Map.of("app", appId, "purse", Purse.of(formId.openid()), "usable_from", usableFrom), formId.kind().uses(), Integer::sum);
            uses += formId.kind().uses();
        }
        List<Map<String, Object>> wakeUpRows = new ArrayList<>();
        wakeUps.forEach((wakeUp, n) -> {
            Map<String, Object> row = new HashMap<>(wakeUp);
            row.put("uses", n);
            wakeUpRows.add(row);
        });
        return new Fresh(formIds.size(), credits, wakeUpRows, Map.of("app", appId, "collected", uses));
    }

    /** The rows for the formIds of a request that were new, for one commit. */
    public record Fresh(int formIds, List<Map<String, Object>> credits, List<Map<String, Object>> wakeUps, Map<String, Object> bookEntry) {

        public boolean isEmpty() {
            return formIds == 0;
        }
    }

    @Override
    public String toString() {
        return "FormIdBatch[" + byHash.size() + "]";
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
