package io.minipush.sdk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.minipush.credit.CreditKind;
import io.minipush.credit.FormIdHash;
import io.minipush.credit.NewCredit;
import io.minipush.credit.NewFormId;
import io.minipush.intake.NotificationBatch;
import io.minipush.notification.NewNotification;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import org.apache.camel.Variable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Takes in a message together with the formId that it brought: collected, tied to its notification and never free in between. Runs in the
 * one commit of its caller.
 */
public final class OwnFormIds {

    private final Statements statements;
    private final DatabaseClock clock;
    private final Duration lifetime;

    /** @param lifetime how long the platform accepts a formId */
    public OwnFormIds(Statements statements, DatabaseClock clock, Duration lifetime) {
        this.statements = statements;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** The columns of a credit on its notification, and from when it can be used. */
    private record Tied(Map<String, Object> columns, LocalDateTime usableFrom) {
    }

    /** @throws WeChatError 41029 if the formId is no longer free, 41028 if it is another user's or has expired; nothing is stored then */
    public void store(@Variable("send") SdkSend send) {
        NotificationBatch batch = send.batch();
        NewNotification notification = batch.accepted().get(0);
        statements.update("insert-idempotency", batch.getKeyRow());
        Instant now = clock.instant();
        // Nothing tells a prepay_id from a formId; as a formId it is used once, which is right for both.
        NewCredit brought = new NewFormId(notification.touser(), null, send.formId(), CreditKind.FORM, now, now.plus(lifetime)).credit();
        Tied credit = isNew(send, brought) ? collected(send, brought) : outOfTheLedger(send, notification.touser());
        Map<String, Object> row = new HashMap<>(batch.getRows().get(0));
        row.computeIfPresent("due_at", (column, due) -> credit.usableFrom.isAfter((LocalDateTime) due) ? credit.usableFrom : due);
        statements.update("insert-notification", row);
        Map<String, Object> tie = new HashMap<>(credit.columns);
        tie.put("id", batch.ids().get(0));
        statements.update("tie-own-credit", tie);
        statements.update("book-taken-in", batch.getBookEntry());
    }

    /** The primary key of what was ever collected decides, as it does for every other door. */
    private boolean isNew(SdkSend send, NewCredit brought) {
        String hash = FormIdHash.of(send.batch().appId(), send.formId());
        String collection = send.batch().ids().get(0);
        try {
            statements.update("insert-form-id-seen", Map.of("app", send.batch().appId(), "form_hash", hash, "collection", collection,
                    "forget_at", Utc.column(brought.forgetAt())));
        } catch (DuplicateKeyException e) {
            // H2 cannot skip what another request has just committed; the commit begins anew and sees it.
            throw new CannotAcquireLockException("another request brought this formId at the same time");
        }
        return statements.row("select-new-form-ids", Map.of("hashes", List.of(hash), "collection", collection)).isPresent();
    }

    private Tied collected(SdkSend send, NewCredit brought) {
        statements.update("book-collected", Map.of("app", send.batch().appId(), "collected", 1, "refused", 0));
        return new Tied(Map.of("form_id", brought.formId(), "use_no", 1, "kind", brought.kind().word(), "collected_at", Utc.column(brought.collectedAt()),
                "expires_at", Utc.column(brought.expiresAt()), "freed", false), Utc.column(brought.collectedAt()));
    }

    /** Under the gate: a claim that has chosen this credit would otherwise find it gone, and park its notification beside others. */
    private Tied outOfTheLedger(SdkSend send, String touser) {
        String app = send.batch().appId();
        LocalDateTime now = clock.now();
        statements.row("lock-gate-of-app", Map.of("app", app));
        Map<String, Object> credit = statements.row("find-free-credit", Map.of("app", app, "form_id", send.formId()))
                .orElseThrow(() -> new WeChatError(41029, "form id used count reach limit"));
        if (!touser.equals(credit.get("openid")) || !Utc.dateTime(credit.get("expires_at")).isAfter(now)) {
            throw new WeChatError(41028, "invalid form id");
        }
        if (statements.update("claim-remove-credits", Map.of("credit_ids", List.of(credit.get("id")))) != 1) {
            throw new CannotAcquireLockException("this formId has just been purged or used");
        }
        Map<String, Object> columns = new HashMap<>();
        columns.put("form_id", send.formId());
        columns.put("use_no", credit.get("use_no"));
        columns.put("kind", credit.get("kind"));
        columns.put("collected_at", Utc.dateTime(credit.get("collected_at")));
        columns.put("expires_at", Utc.dateTime(credit.get("expires_at")));
        columns.put("freed", credit.get("freed"));
        return new Tied(columns, Utc.dateTime(credit.get("usable_from")));
    }
}
