package io.minipush.cli;

/** What a person at a terminal, or a script, is told in one line. */
final class CliFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The gateway says no, or there is no such thing. */
    static final int REFUSED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The gateway does not answer, or cannot at present. */
    static final int NOT_REACHABLE = 3;

    private final int code;

    CliFault(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
