package io.minipush.token;

import java.util.Optional;

/** Where a sender gets access tokens. Thread-safe. */
public interface Tokens {

    /** @return empty while the app has no usable token */
    Optional<AccessToken> current(String appId);

    /**
     * The platform refused this token: gets a newer one, from whoever has it first. May block.
     *
     * @return whether {@link #current} now gives a newer token than the refused one
     */
    boolean replace(AccessToken refused);
}
