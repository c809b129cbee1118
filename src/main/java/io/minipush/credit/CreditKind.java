package io.minipush.credit;

import java.util.Locale;

/** Where the right to send came from. */
public enum CreditKind {
    /** A formId: one use. */
    FORM(1),
    /** A payment's prepay_id: three uses, each kept as a credit of its own. */
    PREPAY(3);

    /** Uses that one id of this kind gives. */
    public final int uses;

    CreditKind(int uses) {
        this.uses = uses;
    }

    /** As the API and the database write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CreditKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
