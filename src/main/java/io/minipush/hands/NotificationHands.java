package io.minipush.hands;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.minipush.notification.End;
import io.minipush.notification.State;
import io.minipush.platform.Platforms;
import io.minipush.platform.Proof;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import org.apache.camel.Body;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Cancels and retries. Each method runs in the one commit of its caller and decides under the row's lock, so that whoever else
 * is at the same row (a settle, the purge, a second operator) comes before or after, never in between.
 */
public final class NotificationHands {

    /**
     * One notification that somebody wants something of.
     *
     * @param apps      whose notifications there are for him
     * @param expiresAt for a retry: the new end, or null
     */
    public record Wish(String id, Set<String> apps, String who, Instant expiresAt) {
    }

    private final Statements statements;
    private final DatabaseClock clock;
    private final Duration margin;
    private final Platforms platforms;
    private final Audit audit;
    private final EndWitness witness;

    /** @param margin in the last part of a credit's life its answers prove nothing */
    NotificationHands(Statements statements, DatabaseClock clock, Duration margin, Platforms platforms, EndWitness witness) {
        this.statements = statements;
        this.clock = clock;
        this.margin = margin;
        this.platforms = platforms;
        this.audit = new Audit(statements, clock);
        this.witness = witness;
    }

    /**
     * Ends it, unless it may be on its way to the user. The gate is taken first: a claim that has already chosen the row would
     * otherwise take it from under us.
     *
     * @return the end; empty if it was cancelled before or there is no such notification
     * @throws WrongState if it cannot be cancelled
     */
    public Optional<End> cancel(@Body Wish wish) {
        Map<String, Object> seen = statements.row("app-of-notification", Map.of("id", wish.id())).orElse(Map.of());
        String app = (String) seen.get("app_id");
        if (app == null || !wish.apps().contains(app)) {
            return Optional.empty();
        }
        // What is out of reach anyway does not take the gate from the claims, nor meet a settle that holds the row and wants the gate.
        State state = StoredNotification.state(seen);
        if (state == State.SENDING || state.isEnd() && state != State.CANCELLED) {
            throw WrongState.cannotCancel(state, false);
        }
        statements.row("lock-gate-of-app", Map.of("app", app));
        StoredNotification found = lock(List.of(wish.id())).stream().findFirst().orElse(null);
        if (found == null || found.state() == State.CANCELLED) {
            return Optional.empty();
        }
        boolean free = found.state() == State.WAITING || found.state() == State.ACCEPTED && !found.doubt();
        if (!free && found.state() != State.UNCERTAIN) {
            throw WrongState.cannotCancel(found.state(), found.doubt());
        }
        change("cancel-notification", List.of(Map.of("id", found.id(), "state", found.state().word(), "now", clock.now())));
        burn(app, found.tied() ? 1 : 0);
        if (found.state() == State.ACCEPTED) {
            // A credit may have woken it: that one must not lie there while another notification of the user waits.
            statements.update("wake-others", Map.of("ids", List.of(found.id()), "now", clock.now()));
        }
        audit.note(wish.who(), "cancel", app, found.id(), "was " + found.state().word());
        End end = new End(found.id(), app, found.reference(), State.CANCELLED, null, found.errcode(), found.reason(), null);
        witness.inCommit(end);
        return Optional.of(end);
    }

    /** After the commit of {@link #cancel}. */
    public void cancelled(@Body Optional<End> end) {
        end.ifPresent(witness::afterCommit);
    }

    /**
     * Makes it due again under the same id; what is under way already stays as it is.
     *
     * @throws WrongState if it is sent or cancelled
     */
    public void retry(@Body Wish wish) {
        StoredNotification found = lock(List.of(wish.id())).stream().findFirst().orElse(null);
        if (found == null || !wish.apps().contains(found.appId()) || Retry.isUnderWay(found.state())) {
            return;
        }
        if (!Retry.canBegin(found.state())) {
            throw WrongState.cannotRetry(found.state());
        }
        retryAll(found.appId(), List.of(found), wish.expiresAt());
        audit.note(wish.who(), "retry", found.appId(), found.id(), "was " + found.state().word());
    }

    /** @return those that there are, locked until the commit, in the order of their ids */
    List<StoredNotification> lock(List<String> ids) {
        return statements.rows("lock-for-hands", Map.of("ids", ids)).stream().map(StoredNotification::of).toList();
    }

    /** @param found locked, and each in a state that a retry begins from */
    void retryAll(String app, List<StoredNotification> found, Instant expiresAt) {
        Instant now = clock.instant();
        List<Map<String, Object>> with = new ArrayList<>();
        List<Map<String, Object>> without = new ArrayList<>();
        int burnt = 0;
        for (StoredNotification one : found) {
            Retry retry = Retry.of(one, expiresAt, now, margin, one.tied() && platforms.proof(app, one.creditKind()) != Proof.NEVER);
            Map<String, Object> row = new HashMap<>();
            row.put("id", one.id());
            row.put("state", one.state().word());
            row.put("now", Utc.column(now));
            row.put("expires_at", Utc.column(retry.expiresAt()));
            (retry.keepsCredit() ? with : without).add(row);
            burnt += retry.burns() ? 1 : 0;
        }
        change("retry-with-credit", with);
        change("retry-without-credit", without);
        burn(app, burnt);
    }

    private void burn(String app, int credits) {
        if (credits > 0) {
            statements.update("book-settled", Map.of("app", app, "used", 0, "refused", credits));
        }
    }

    /** The rows are locked; should one have changed all the same, nothing of this commit may stand. */
    private void change(String statement, List<Map<String, Object>> rows) {
        for (int count : statements.batch(statement, rows)) {
            if (count == 0) {
                throw new OptimisticLockingFailureException(statement + " met a notification that had changed under its lock");
            }
        }
    }
}
