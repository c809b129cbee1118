package io.minipush.routes;

/**
 * Why a route file is not taken.
 *
 * @param file its name
 * @param line where, counted from 1; 0: the file as a whole
 */
public record RouteFault(String file, int line, String reason) {

    /** {@code send-notification.camel.yaml:12: the reason}, as editors and CI understand it. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + reason : file + ":" + line + ": " + reason;
    }
}
