package io.minipush.sdk;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.minipush.intake.NotificationBatch;
import io.minipush.storage.Statements;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/**
 * Finds out whether a message was stored whose commit went wrong. An SDK repeats on -1 and has no idempotency key, so it may be told -1
 * only if nothing was stored nor ever will be.
 *
 * <p>The message's own idempotency key is inserted once more, with nothing behind it. If that works, the commit in doubt did not happen and
 * no longer can: its key is taken. If the key is there already, its row tells whose it is.
 */
public final class CommitDoubt {

    /** An SDK's patience for an answer is about five seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final long BETWEEN_TRIES_MILLIS = 100;
    /** No digest of a message. */
    private static final String NOTHING = "nothing";

    private static final Logger LOG = LoggerFactory.getLogger(CommitDoubt.class);

    private final Statements statements;

    public CommitDoubt(Statements statements) {
        this.statements = statements;
    }

    /** Nothing tells whether the message was stored, so its caller must not be told anything. */
    public static final class Unsolved extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unsolved(Throwable cause) {
            super("the commit of a message is in doubt", cause);
        }
    }

    /**
     * Returns if the message was stored in spite of the fault.
     *
     * @throws Exception the fault itself if nothing was stored; {@link Unsolved} if that cannot be found out
     */
    public void solve(@Variable("batch") NotificationBatch batch, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception fault) throws Exception {
        if (isBeforeAnyCommit(fault)) {
            throw fault;
        }
        String owner = owner(batch);
        if (owner == null) {
            LOG.warn("Whether notification {} of {} was stored is not known, its sender gets no answer ({})", batch.ids().get(0), batch.appId(),
                    fault.getClass().getSimpleName());
            throw new Unsolved(fault);
        }
        if (owner.equals(NOTHING)) {
            throw fault;
        }
        LOG.info("Notification {} of {} was stored, only the answer to its commit was lost ({})", batch.ids().get(0), batch.appId(),
                fault.getClass().getSimpleName());
    }

    /** The message was refused, or there was not even a connection. */
    private static boolean isBeforeAnyCommit(Throwable fault) {
        return fault instanceof WeChatError || fault instanceof CannotCreateTransactionException;
    }

    /** Whose row the key is on: the message's digest, {@link #NOTHING}, or null if that could not be seen in time. */
    private String owner(NotificationBatch batch) throws InterruptedException {
        Map<String, Object> nothing = new HashMap<>(batch.getKeyRow());
        nothing.put("body_hash", NOTHING);
        nothing.put("answer", "[]");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            try {
                statements.update("insert-idempotency", nothing);
                return NOTHING;
            } catch (DuplicateKeyException e) {
                // It may be our own: the answer to an insert can be lost, too.
                Map<String, Object> row = read(batch);
                if (row != null) {
                    return (String) row.get("body_hash");
                }
            } catch (DataAccessException | TransactionException e) {
                LOG.debug("The key of notification {} cannot be inserted yet", batch.ids().get(0), e);
            }
            Thread.sleep(BETWEEN_TRIES_MILLIS);
        } while (System.nanoTime() < deadline);
        return null;
    }

    private Map<String, Object> read(NotificationBatch batch) {
        try {
            return statements.row("find-idempotent", Map.of("app", batch.appId(), "key_hash", batch.keyHash())).orElse(null);
        } catch (DataAccessException e) {
            return null;
        }
    }
}
