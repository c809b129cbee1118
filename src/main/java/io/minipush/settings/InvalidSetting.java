package io.minipush.settings;

/** A wrong or missing setting. Its message is one line for the person who starts the gateway: name, fault, example. */
public final class InvalidSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param name as the person wrote it, {@code MINIPUSH_HTTP_PORT} or the key of a properties file */
    public InvalidSetting(String name, String fault, String example) {
        super(name + ": " + fault + ". Example: " + example);
    }

    /** A fault that no single example mends. */
    public InvalidSetting(String message) {
        super(message);
    }
}
