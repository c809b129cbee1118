package io.minipush.json;

/** Input that cannot be read as JSON at all. The message says where, never what stands there. */
public final class NotJson extends Exception {

    private static final long serialVersionUID = 1L;

    public NotJson(String message) {
        super(message, null, false, false);
    }
}
