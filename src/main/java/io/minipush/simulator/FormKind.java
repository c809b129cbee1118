package io.minipush.simulator;

/** What a formId stems from, which decides how often it can be used. */
public enum FormKind {
    /** A submitted form: one message. */
    FORM(1),
    /** A payment: three messages, the first one some seconds after the payment. */
    PREPAY(3);

    private final int uses;

    FormKind(int uses) {
        this.uses = uses;
    }

    /** How many messages the platform accepts with one such id. */
    public int uses() {
        return uses;
    }
}
