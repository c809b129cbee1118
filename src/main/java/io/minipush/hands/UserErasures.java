package io.minipush.hands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.minipush.notification.End;
import io.minipush.notification.State;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Forgets a user: his free credits, his notifications with their content, and results about him. What has not ended is cancelled first. The
 * books keep only the numbers: notifications as archived, credits as refused, since nobody will be served with them.
 *
 * <p>Each commit has the gate, so no claim takes a row or a credit meanwhile. What is being sent just now belongs to its sender and is left
 * alone, also since its settle may hold the row and want the gate; once it is settled the same wish erases it.
 */
public final class UserErasures {

    /** A commit does no more than this, so that the gate is held for a moment only. */
    static final int CHUNK = 500;

    /** Not ended, or perhaps not: a person or a result could still settle an uncertain one. */
    private static final Set<State> OPEN = Set.of(State.ACCEPTED, State.WAITING, State.UNCERTAIN);

    private final Statements statements;
    private final NotificationHands hands;
    private final EndWitness witness;
    private final Audit audit;

    UserErasures(Statements statements, DatabaseClock clock, NotificationHands hands, EndWitness witness) {
        this.statements = statements;
        this.hands = hands;
        this.witness = witness;
        this.audit = new Audit(statements, clock);
    }

    /** Erases the next part, in the one commit of its caller. */
    public Erasure.Step commit(@Variable("erasure") Erasure erasure) {
        Map<String, String> user = Map.of("app", erasure.appId(), "openid", erasure.openid());
        statements.row("lock-gate-of-app", Map.of("app", erasure.appId()));
        // Only now, so that nothing chosen here can be claimed before it is locked.
        List<Map<String, Object>> window = statements.rows("erase-window",
                Map.of("app", erasure.appId(), "openid", erasure.openid(), "after", erasure.after(), "n", CHUNK));
        List<String> ids = window.stream().filter(row -> StoredNotification.state(row) != State.SENDING).map(row -> (String) row.get("id")).toList();
        List<StoredNotification> found = ids.isEmpty() ? List.of() : hands.lock(ids);
        int credits = statements.update("erase-credits", Map.of("app", erasure.appId(), "openid", erasure.openid(), "n", CHUNK));
        statements.update("erase-push-results", user);
        remove(erasure.appId(), found, credits);
        List<End> ends = ends(found);
        ends.forEach(witness::inCommit);
        if (credits > 0 || !found.isEmpty()) {
            audit.note(erasure.who(), "erase", erasure.appId(), null, "a user: " + found.size() + " notifications, " + credits + " credits");
        }
        return new Erasure.Step(credits, found.size(), ends, window.size() - ids.size(),
                window.isEmpty() ? null : (String) window.get(window.size() - 1).get("id"), window.size() == CHUNK || credits == CHUNK);
    }

    /** After the commit. */
    public void committed(@Variable("erasure") Erasure erasure, @Body Erasure.Step step) {
        step.ends().forEach(witness::afterCommit);
        erasure.committed(step);
    }

    private void remove(String app, List<StoredNotification> found, int credits) {
        int tied = (int) found.stream().filter(StoredNotification::tied).count();
        if (!found.isEmpty()) {
            List<String> ids = found.stream().map(StoredNotification::id).toList();
            if (statements.update("erase-notifications", Map.of("ids", ids)) != ids.size()) {
                throw new OptimisticLockingFailureException("a notification was taken while its user was erased");
            }
        }
        if (!found.isEmpty() || credits > 0) {
            statements.update("book-archived", Map.of("app", app, "removed", found.size(), "burnt", tied + credits));
        }
    }

    private static List<End> ends(List<StoredNotification> found) {
        List<End> ends = new ArrayList<>();
        for (StoredNotification one : found) {
            if (OPEN.contains(one.state())) {
                ends.add(new End(one.id(), one.appId(), one.reference(), State.CANCELLED, null, one.errcode(), one.reason(), null));
            }
        }
        return ends;
    }
}
