package io.minipush.access;

/** A keys file that cannot be taken. Its message is one line with file, line and fault, and has nothing in it that may be a key. */
public final class WrongKeysFile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongKeysFile(String message) {
        super(message, null, false, false);
    }
}
