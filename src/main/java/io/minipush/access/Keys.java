package io.minipush.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys that open the doors, as they are at this moment: those of a file come and go while the gateway runs. Thread-safe. */
public final class Keys {

    /** The key of {@code MINIPUSH_API_KEY}. */
    static final String ONLY_KEY = "api-key";
    private static final Set<Role> ALL_BUT_TOKEN = EnumSet.complementOf(EnumSet.of(Role.TOKEN));

    /** Who comes in while no key is configured, which the settings allow on loopback only. */
    public static final Key ANYBODY = new Key("loopback", new byte[0], ALL_BUT_TOKEN, Set.of(), false);

    private final List<Key> own;
    private final boolean open;
    private volatile List<Key> keys;

    private Keys(List<Key> own, boolean open) {
        this.own = List.copyOf(own);
        this.open = open;
        this.keys = this.own;
    }

    /** @param apiKey the key for everything, but for the platform's token; empty: nobody needs one, and the doors are on loopback */
    public static Keys of(Optional<String> apiKey) {
        return new Keys(own(apiKey), apiKey.isEmpty());
    }

    /** Beside that key those of a file: however few they are, nobody comes in without one. */
    static Keys withFile(Optional<String> apiKey, List<Key> fromFile) {
        Keys keys = new Keys(own(apiKey), false);
        keys.replaceFromFile(fromFile);
        return keys;
    }

    private static List<Key> own(Optional<String> apiKey) {
        return apiKey.map(key -> new Key(ONLY_KEY, hash(key), ALL_BUT_TOKEN, Set.of(), false)).stream().toList();
    }

    void replaceFromFile(List<Key> fromFile) {
        List<Key> all = new ArrayList<>(own);
        all.addAll(fromFile);
        keys = List.copyOf(all);
    }

    /** Whether anybody may come in without a key. */
    public boolean isOpen() {
        return open;
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

    int count() {
        return keys.size();
    }

    /** What a keys file holds of a key. */
    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
