package io.minipush.credit;

import java.time.Duration;
import java.util.Locale;

/** Where a credit comes from decides how often and how soon it can be used. */
public enum CreditKind {
    /** The submit of a form: one message. */
    FORM(1, Duration.ZERO),
    /** The prepay_id of a payment: three messages. Used at once it may be answered as invalid, so it rests for 10 s. */
    PREPAY(3, Duration.ofSeconds(10)),
    /** One acceptance of one subscribe template: one message, no end. */
    SUBSCRIPTION(1, Duration.ZERO);

    private final int uses;
    private final Duration rest;

    CreditKind(int uses, Duration rest) {
        this.uses = uses;
        this.rest = rest;
    }

    public int uses() {
        return uses;
    }

    /** How long after its arrival it may first be used. */
    public Duration rest() {
        return rest;
    }

    /** The word of the contract and of the column. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param word one that {@link #word} gives */
    public static CreditKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
