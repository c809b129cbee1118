package io.minipush.settings;

import java.util.Optional;

/**
 * What the platform's events of an app are checked with, as the platform's console has it.
 *
 * @param token  of the signatures
 * @param aesKey the 43 characters of EncodingAESKey; empty: events come in plain text only
 */
public record EventKeys(String token, Optional<String> aesKey) {

    @Override
    public String toString() {
        return "EventKeys[]";
    }
}
