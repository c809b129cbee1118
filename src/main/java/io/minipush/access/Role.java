package io.minipush.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key may do. */
public enum Role {
    /** Hand in credits. */
    COLLECT,
    /** Hand in notifications and see how they are doing. */
    SEND,
    /** See everything but secrets. */
    READ,
    /** Everything that operators do with messages, apps and templates; what they see, they see as {@link #READ}. */
    OPS,
    /** Get the platform's own access token. No key has this by default: whoever holds that token does not need the gateway. */
    TOKEN;

    /** As the keys file writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
