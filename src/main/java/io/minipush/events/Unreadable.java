package io.minipush.events;

/** It came from the platform, but is none of its events as far as we know them. Without a word of what was sent. */
public final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    Unreadable(String fault) {
        super(fault, null, false, false);
    }
}
