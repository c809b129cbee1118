package io.minipush.intake;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.minipush.credit.NewCredit;
import io.minipush.credit.Revocation;
import io.minipush.storage.Utc;

/**
 * The credits of one request. Its getters are what the steps of {@code collect-credits} name.
 *
 * <p>Credits and revocations stand in the order of the hashes by which they are remembered, each once; two requests that bring the
 * same ones then never wait for each other in a circle.
 *
 * @param collection names this request: who finds it at a hash was the first to bring that
 * @param code       of {@code wx.login}, for the owner of all of it; null: the owners are known
 * @param twice      how many of the request's items repeated an earlier item of it
 */
public record CreditBatch(String appId, String collection, String code, SortedMap<String, NewCredit> credits, SortedMap<String, Revocation> revocations,
        int twice, List<Rejection> rejections, Instant arrival) {

    public boolean isEmpty() {
        return credits.isEmpty() && revocations.isEmpty();
    }

    /** Whether a code of {@code wx.login} stands for the openid. */
    public boolean isCoded() {
        return code != null && !isEmpty();
    }

    CreditBatch ownedBy(String openid) {
        SortedMap<String, NewCredit> owned = new TreeMap<>();
        credits.forEach((hash, credit) -> owned.put(hash, credit.of(openid)));
        SortedMap<String, Revocation> revoked = new TreeMap<>();
        revocations.forEach((hash, revocation) -> revoked.put(hash, revocation.of(openid)));
        return new CreditBatch(appId, collection, null, owned, revoked, twice, rejections, arrival);
    }

    public List<Map<String, Object>> getSeenRows() {
        SortedMap<String, Instant> seen = new TreeMap<>();
        credits.forEach((hash, credit) -> seen.put(hash, credit.forgetAt()));
        revocations.forEach((hash, revocation) -> seen.put(hash, revocation.forgetAt()));
        List<Map<String, Object>> rows = new ArrayList<>();
        seen.forEach((hash, forgetAt) -> rows.add(Map.of("app", appId, "form_hash", hash, "collection", collection, "forget_at", Utc.column(forgetAt))));
        return rows;
    }

    /** Asks which hashes are known. */
    public Map<String, Object> getHashes() {
        List<String> hashes = new ArrayList<>(credits.keySet());
        hashes.addAll(revocations.keySet());
        return Map.of("app", appId, "collection", collection, "hashes", hashes);
    }

    /** Whether any of it is not among these. */
    boolean hasMoreThan(Set<String> hashes) {
        return !hashes.containsAll(credits.keySet()) || !hashes.containsAll(revocations.keySet());
    }

    /** What has to be done for what this request was the first to bring. */
    Fresh fresh(Set<String> hashes) {
        List<NewCredit> some = hashes.stream().filter(credits::containsKey).map(credits::get).sorted(Comparator.comparing(NewCredit::formId)).toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<Map<String, Object>, Integer> wakeUps = new HashMap<>();
        for (NewCredit credit : some) {
            LocalDateTime usableFrom = Utc.column(arrival.plus(credit.kind().rest()));
            for (int use = 1; use <= credit.kind().uses(); use++) {
                rows.add(Map.of("app", appId, "openid", credit.openid(), "purse", credit.purse(), "form_id", credit.formId(), "use_no", use,
                        "kind", credit.kind().word(), "collected_at", Utc.column(credit.collectedAt()), "usable_from", usableFrom,
                        "expires_at", Utc.column(credit.expiresAt())));
            }
            wakeUps.merge(Map.of("app", appId, "purse", credit.purse(), "usable_from", usableFrom), credit.kind().uses(), Integer::sum);
        }
        List<Map<String, Object>> wakeUpRows = new ArrayList<>();
        wakeUps.forEach((wakeUp, n) -> {
            Map<String, Object> row = new HashMap<>(wakeUp);
            row.put("uses", n);
            wakeUpRows.add(row);
        });
        List<Map<String, Object>> purses = hashes.stream().sorted().filter(revocations::containsKey).map(revocations::get)
                .map(revocation -> Map.<String, Object>of("app", appId, "purse", revocation.purse(), "until", Utc.column(revocation.until()))).toList();
        return new Fresh(appId, some.size(), rows, wakeUpRows, purses);
    }

    /**
     * The rows for what was new in a request, for one commit.
     *
     * @param purses that are to be emptied, before the credits come
     */
    public record Fresh(String appId, int stored, List<Map<String, Object>> credits, List<Map<String, Object>> wakeUps, List<Map<String, Object>> purses) {

        public Map<String, Object> getGate() {
            return Map.of("app", appId);
        }

        /** @param revoked how many credits were in the purses */
        Map<String, Object> bookEntry(int revoked) {
            return Map.of("app", appId, "collected", credits.size(), "refused", revoked);
        }

        @Override
        public String toString() {
            return "Fresh[" + stored + "]";
        }
    }

    @Override
    public String toString() {
        return "CreditBatch[" + credits.size() + "]";
    }
}
