package io.minipush.events;

/** Nothing shows that this was sent by the platform, and for this app. Without a word of what was sent. */
public final class Forged extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param fault a sentence for who sets up the platform's console */
    Forged(String fault) {
        super(fault, null, false, false);
    }
}
