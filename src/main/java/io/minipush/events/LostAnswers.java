package io.minipush.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.minipush.hands.EndWitness;
import io.minipush.notification.Channel;
import io.minipush.notification.End;
import io.minipush.notification.State;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;

/**
 * Settles an uncertain notification by the result of a message whose number no answer has told: the platform had taken it, and only its
 * answer was lost. Runs in the one commit of its caller.
 */
final class LostAnswers {

    static final String EVIDENCE = "push_event";

    /** From an answer until it stands in the database, while all is well. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Statements statements;
    private final DatabaseClock clock;
    private final Duration answer;
    private final EndWitness witness;

    /** @param responseTimeout after which an answer is given up; a send may post twice */
    LostAnswers(Statements statements, DatabaseClock clock, Duration responseTimeout, EndWitness witness) {
        this.statements = statements;
        this.clock = clock;
        this.answer = responseTimeout.multipliedBy(2).plus(SETTLE);
        this.witness = witness;
    }

    /** Before this time an answer with the number of the message may still be on its way. */
    Instant mayConcludeAt(StoredResult result) {
        return result.arrivedAt().plus(answer);
    }

    /** @return the end of the notification that this was the result of, if that is certain */
    Optional<End> settle(StoredResult stored, Instant now) {
        if (now.isBefore(mayConcludeAt(stored))) {
            return Optional.empty();
        }
        PushResult result = stored.result();
        List<PushMatch.Candidate> ofUser = statements.rows("newest-of-user", Map.of("app", stored.appId(), "openid", result.openid(), "n", PushMatch.MOST_OF_USER))
                .stream().map(LostAnswers::candidate).toList();
        return PushMatch.of(result, ofUser, nearby(stored)).flatMap(found -> settle(stored, found));
    }

    private int nearby(StoredResult stored) {
        PushResult result = stored.result();
        return statements.rows("push-results-of-user", Map.of("app", stored.appId(), "openid", result.openid(), "template_id", result.templateId(),
                "since", Utc.column(result.sentAt().minus(PushMatch.LONGEST)), "until", Utc.column(result.sentAt().plus(PushMatch.LONGEST)))).size();
    }

    /** Under the row's lock, since somebody may have cancelled or retried it meanwhile. */
    private Optional<End> settle(StoredResult stored, PushMatch.Candidate found) {
        Optional<Map<String, Object>> row = statements.row("lock-uncertain", Map.of("id", found.id(), "claimed_at", Utc.column(found.claimedAt())));
        if (row.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> sent = new HashMap<>();
        sent.put("id", found.id());
        sent.put("evidence", EVIDENCE);
        sent.put("msgid", stored.result().msgid());
        sent.put("push", stored.result().push());
        sent.put("push_reason", stored.result().reason());
        sent.put("now", clock.now());
        statements.update("settle-by-push-result", sent);
        if (((Number) row.get().get("tied")).intValue() == 1) {
            statements.update("book-settled", Map.of("app", stored.appId(), "used", 1, "refused", 0));
        }
        End end = new End(found.id(), stored.appId(), (String) row.get().get("reference"), State.SENT, EVIDENCE, 0, null, null);
        witness.inCommit(end);
        return Optional.of(end);
    }

    private static PushMatch.Candidate candidate(Map<String, Object> row) {
        Number msgid = (Number) row.get("msgid");
        return new PushMatch.Candidate((String) row.get("id"), (String) row.get("template_id"), Channel.of((String) row.get("channel")),
                State.valueOf(((String) row.get("state")).toUpperCase(Locale.ROOT)), (Boolean) row.get("doubt"), ((Number) row.get("attempts")).intValue(),
                Utc.instant(row.get("claimed_at")), msgid == null ? null : msgid.longValue());
    }
}
