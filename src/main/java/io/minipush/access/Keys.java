package io.minipush.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys that open the doors. Thread-safe. */
public final class Keys {

    private static final String ONLY_KEY = "api-key";

    private final List<Key> keys;

    private Keys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @param apiKey the key for everything, but for the platform's token; empty: nobody needs one, and the doors are on loopback */
    public static Keys of(Optional<String> apiKey) {
        return new Keys(apiKey.map(key -> new Key(ONLY_KEY, hash(key), EnumSet.complementOf(EnumSet.of(Role.TOKEN)), Set.of(), false)).stream().toList());
    }

    /** Whether anybody may come in without a key. */
    public boolean isOpen() {
        return keys.isEmpty();
    }

    /** The key that was shown. Hashes are compared, all of them: the time it takes tells nothing about a key, not even its length. */
    public Optional<Key> find(String shown) {
        byte[] hash = hash(shown);
        Key found = null;
        for (Key key : keys) {
            if (MessageDigest.isEqual(key.sha256(), hash)) {
                found = key;
            }
        }
        return Optional.ofNullable(found);
    }

    public Optional<Key> named(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
