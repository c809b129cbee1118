package io.minipush.credit;

import java.time.Instant;

/**
 * A credit that stands on a notification.
 *
 * @param freed whether it came back to the ledger after an attempt, so that its state at the platform is not certain
 */
public record TiedCredit(String formId, int useNo, CreditKind kind, Instant collectedAt, Instant expiresAt, boolean freed) {

    @Override
    public String toString() {
        // A formId is worth a message to its user: it stays out of logs.
        return "TiedCredit[" + kind + ", expires " + expiresAt + "]";
    }
}
