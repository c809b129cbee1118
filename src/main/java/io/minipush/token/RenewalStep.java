package io.minipush.token;

import java.util.Map;

/**
 * What is to be written after the platform's answer.
 *
 * @param what       names the statement
 * @param parameters of the statement
 * @param note       for the log
 */
public record RenewalStep(What what, Map<String, Object> parameters, String note) {

    /** The ways in which an attempt goes on. */
    public enum What {
        /** A new token came. */
        STORE,
        /** The token that we had is to be used on. */
        KEEP,
        /** The refused token came back: note a forced refresh, then ask again with force. */
        FORCE,
        /** No token came. */
        FAIL
    }

    /** Without the parameters: they hold the token. */
    @Override
    public String toString() {
        return what + " " + note;
    }
}
