package io.minipush.storage;

import java.util.HashMap;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What stands under {@code transacted: one-commit} in a route happens in one commit, or not at all: any exception rolls it
 * back and goes on to the caller. A deadlock or another loss against a concurrent transaction is repeated here, and only
 * here, from the state that the message had before.
 *
 * <p>The steps run on the calling thread. They must not call the platform: no connection is held during such a call.
 */
public final class OneCommit implements TransactedPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(OneCommit.class);
    private static final int TRIES = 10;

    private final TransactionTemplate transaction;
    private final boolean keysToo;

    public OneCommit(PlatformTransactionManager transactions) {
        this(transactions, false);
    }

    private OneCommit(PlatformTransactionManager transactions, boolean keysToo) {
        this.transaction = new TransactionTemplate(transactions);
        this.keysToo = keysToo;
    }

    /** Repeats a lost race for a unique key, too: for steps that look first whether the key is there. */
    public static OneCommit orAgain(PlatformTransactionManager transactions) {
        return new OneCommit(transactions, true);
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            Object body = exchange.getMessage().getBody();
            Map<String, Object> headers = new HashMap<>(exchange.getMessage().getHeaders());
            Map<String, Object> variables = new HashMap<>(exchange.getVariables());
            for (int i = 1;; i++) {
                try {
                    transaction.executeWithoutResult(status -> run(steps, exchange));
                    return;
                } catch (ConcurrencyFailureException | QueryTimeoutException | DuplicateKeyException e) {
                    if (i == TRIES) {
                        throw e;
                    }
                    LOG.debug("{} lost against a concurrent transaction, try {}", route.getRouteId(), i, e);
                    exchange.setException(null);
                    exchange.setRouteStop(false);
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeaders(new HashMap<>(headers));
                    exchange.getVariables().keySet().retainAll(variables.keySet());
                    variables.forEach(exchange::setVariable);
                } catch (StepFailed e) {
                    throw (Exception) e.getCause();
                }
            }
        };
    }

    private void run(Processor steps, Exchange exchange) {
        try {
            steps.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        if (failure == null) {
            return;
        }
        exchange.setException(null);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // H2 tells a lock that did not come in time as a timeout of the query.
            if (cause instanceof ConcurrencyFailureException || cause instanceof QueryTimeoutException
                    || keysToo && cause instanceof DuplicateKeyException) {
                throw (RuntimeException) cause;
            }
        }
        throw new StepFailed(failure);
    }

    /** Carries a step's checked exception through the transaction template, which rolls back on it. */
    private static final class StepFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepFailed(Exception cause) {
            super(cause);
        }
    }
}
