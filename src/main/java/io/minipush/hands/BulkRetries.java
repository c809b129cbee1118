package io.minipush.hands;

import java.util.List;
import java.util.Map;

import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Retries many, a commit for each few hundred: what a row lock keeps waiting is short, and two operators at once retry each once. */
public final class BulkRetries {

    /** Looked at without a lock: those with another errcode cost no more than this. */
    static final int WINDOW = 2000;
    static final int CHUNK = 500;

    private final Statements statements;
    private final DatabaseClock clock;
    private final NotificationHands hands;
    private final Audit audit;

    BulkRetries(Statements statements, DatabaseClock clock, NotificationHands hands) {
        this.statements = statements;
        this.clock = clock;
        this.hands = hands;
        this.audit = new Audit(statements, clock);
    }

    public void begin(@Variable("bulk") BulkRetry bulk) {
        bulk.begin(clock.instant());
    }

    /** Chooses the next ones, at most as many as one commit takes. Nothing is locked. */
    public void choose(@Variable("bulk") BulkRetry bulk) {
        List<Map<String, Object>> window = statements.rows("retry-window",
                Map.of("app", bulk.appId(), "state", bulk.state().word(), "after", bulk.after(), "n", WINDOW));
        List<String> ids = window.stream()
                .filter(row -> bulk.wants(errcode(row), Utc.instant(row.get("updated_at"))))
                .map(row -> (String) row.get("id"))
                .limit(CHUNK)
                .toList();
        String last = window.isEmpty() ? null : ids.size() == CHUNK ? ids.get(CHUNK - 1) : (String) window.get(window.size() - 1).get("id");
        bulk.chose(ids, last);
    }

    /**
     * Makes due what is still as it was when it was chosen.
     *
     * @return how many
     */
    public int commit(@Variable("bulk") BulkRetry bulk) {
        List<StoredNotification> found = hands.lock(bulk.chosen()).stream()
                .filter(one -> one.state() == bulk.state() && bulk.wants(one.errcode(), one.updatedAt()))
                .toList();
        if (!found.isEmpty()) {
            hands.retryAll(bulk.appId(), found, bulk.expiresAt());
            audit.note(bulk.who(), "retry", bulk.appId(), null, found.size() + " " + bulk.wish());
        }
        return found.size();
    }

    /** After the commit. */
    public void committed(@Variable("bulk") BulkRetry bulk, @Body int count) {
        bulk.committed(count);
    }

    private static Integer errcode(Map<String, Object> row) {
        Number errcode = (Number) row.get("errcode");
        return errcode == null ? null : errcode.intValue();
    }
}
