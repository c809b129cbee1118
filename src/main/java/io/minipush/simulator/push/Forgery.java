package io.minipush.simulator.push;

import java.util.Arrays;
import java.util.Locale;

/** An event that a server must not believe. */
public enum Forgery {
    /** Signed with another token. */
    WRONG_TOKEN,
    /** The body was changed after the signature was made; in safe mode only, as the signature of plain mode does not cover the body. */
    CHANGED_BODY,
    /** Encrypted and signed rightly, but for another app; in safe mode only. */
    FOREIGN_APP,
    /** Plain text sent to a server in safe mode, with the plain signature that each encrypted event shows as well. */
    PLAIN_BODY,
    /** Without any signature. */
    UNSIGNED;

    boolean needsSafeMode() {
        return this == CHANGED_BODY || this == FOREIGN_APP || this == PLAIN_BODY;
    }

    /** @throws IllegalArgumentException for a name that is no forgery */
    public static Forgery ofWireName(String name) {
        return Arrays.stream(values()).filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such forgery: " + name));
    }
}
