package io.minipush.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import io.minipush.credit.FormIdHash;
import io.minipush.credit.FormIdReader;
import io.minipush.credit.NewFormId;
import io.minipush.json.Refused;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The steps of {@code collect-form-ids} that are not SQL and not HTTP. Any thread. */
public final class FormIdIntake {

    private final DatabaseClock clock;
    private final Duration lifetime;

    /** @param lifetime how long the platform accepts a formId */
    public FormIdIntake(DatabaseClock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /**
     * Checks every item.
     *
     * @throws Refused if it is a single one and bad
     */
    public FormIdBatch check(FormIdSubmission submission) {
        Instant arrival = clock.instant();
        SortedMap<String, NewFormId> byHash = new TreeMap<>();
        List<Rejection> rejections = new ArrayList<>();
        int twice = 0;
        for (int i = 0; i < submission.items().size(); i++) {
            try {
                NewFormId formId = read(submission.items().get(i), submission.list(), arrival);
                if (byHash.putIfAbsent(FormIdHash.of(submission.appId(), formId.formId()), formId) != null) {
                    twice++;
                }
            } catch (Refused e) {
                if (!submission.list()) {
                    throw e;
                }
                rejections.add(Rejection.of(i, e));
            }
        }
        return new FormIdBatch(submission.appId(), UlidCreator.getMonotonicUlid().toString(), byHash, twice, rejections, arrival);
    }

    private NewFormId read(JsonNode item, boolean list, Instant arrival) {
        NewFormId formId = FormIdReader.read(item, arrival, lifetime);
        if (list && formId.code() != null) {
            throw new Refused(Refused.INVALID, "/code", "stands for the openid of a single formId only, not in a list");
        }
        return formId;
    }

    /** Which of the batch were new, from the rows that carry its name. */
    public FormIdBatch.Fresh fresh(@Variable("batch") FormIdBatch batch, @Body List<Map<String, Object>> rows) {
        return batch.fresh(rows.stream().map(row -> (String) row.get("form_hash")).collect(Collectors.toSet()));
    }

    /** The answer once everything is committed; without rows to commit, nothing was new. */
    public Collected collected(@Variable("batch") FormIdBatch batch, @Variable("fresh") FormIdBatch.Fresh fresh) {
        int stored = fresh == null ? 0 : fresh.formIds();
        return new Collected(stored, batch.byHash().size() - stored + batch.twice(), batch.rejections());
    }
}
