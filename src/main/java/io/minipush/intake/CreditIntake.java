package io.minipush.intake;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The steps of {@code collect-credits} that are not SQL and not HTTP. Any thread. */
public final class CreditIntake {

    /** Whether some of the batch has not been collected before. */
    public boolean anyUnknown(@Variable("batch") CreditBatch batch, @Body List<Map<String, Object>> known) {
        return batch.hasMoreThan(hashes(known));
    }

    /** Which of the batch were new, from the rows that carry its name. */
    public CreditBatch.Fresh fresh(@Variable("batch") CreditBatch batch, @Body List<Map<String, Object>> rows) {
        return batch.fresh(hashes(rows));
    }

    private static Set<String> hashes(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> (String) row.get("form_hash")).collect(Collectors.toSet());
    }

    /** What the commit has to write into the books. */
    public Map<String, Object> bookEntry(@Variable("fresh") CreditBatch.Fresh fresh, @Variable("revoked") Integer revoked) {
        return fresh.bookEntry(revoked);
    }

    /** The answer once everything is committed; without rows to commit, nothing was new. */
    public Collected collected(@Variable("batch") CreditBatch batch, @Variable("fresh") CreditBatch.Fresh fresh, @Variable("revoked") Integer revoked) {
        int stored = fresh == null ? 0 : fresh.stored();
        return new Collected(stored, batch.credits().size() - stored + batch.twice(), revoked, batch.rejections());
    }
}
