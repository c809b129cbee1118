package io.minipush.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import io.minipush.credit.FormIdHash;
import io.minipush.credit.FormIdReader;
import io.minipush.credit.NewCredit;
import io.minipush.credit.NewFormId;
import io.minipush.json.Refused;
import io.minipush.storage.DatabaseClock;

/** Checks formIds, the first step of {@code collect-form-ids}. Any thread. */
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
    public CreditBatch check(FormIdSubmission submission) {
        Instant arrival = clock.instant();
        SortedMap<String, NewCredit> byHash = new TreeMap<>();
        List<Rejection> rejections = new ArrayList<>();
        String code = null;
        int twice = 0;
        for (int i = 0; i < submission.items().size(); i++) {
            try {
                NewFormId formId = read(submission.items().get(i), submission.list(), arrival);
                if (byHash.putIfAbsent(FormIdHash.of(submission.appId(), formId.formId()), formId.credit()) != null) {
                    twice++;
                }
                code = formId.code();
            } catch (Refused e) {
                if (!submission.list()) {
                    throw e;
                }
                rejections.add(Rejection.of(i, e));
            }
        }
        return new CreditBatch(submission.appId(), UlidCreator.getMonotonicUlid().toString(), code, byHash, new TreeMap<>(), twice, rejections, arrival);
    }

    private NewFormId read(JsonNode item, boolean list, Instant arrival) {
        NewFormId formId = FormIdReader.read(item, arrival, lifetime);
        if (list && formId.code() != null) {
            throw new Refused(Refused.INVALID, "/code", "stands for the openid of a single formId only, not in a list");
        }
        return formId;
    }
}
