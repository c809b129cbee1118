package io.minipush.token;

import java.time.Duration;

/** What came of asking the platform for a token. */
public sealed interface TokenAnswer {

    /**
     * A token, new or the one we know already.
     *
     * @param life how long it is good from now on, by the platform's word
     */
    record Granted(String token, Duration life) implements TokenAnswer {

        /** Without the token: it must not reach a log. */
        @Override
        public String toString() {
            return "Granted[for " + life.toSeconds() + " s]";
        }
    }

    /** @param message the platform's own words, safe to show; they carry the {@code rid} by which its support finds the call */
    record Refused(int errcode, String message) implements TokenAnswer {
    }

    /** Nothing that can be understood came back. @param reason safe to show */
    record NoAnswer(String reason) implements TokenAnswer {
    }
}
