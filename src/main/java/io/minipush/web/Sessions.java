package io.minipush.web;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

import io.minipush.access.Key;
import io.minipush.access.Keys;
import io.minipush.json.Digests;

/**
 * Who is logged in to the console of this process. A session is as good as the key it was opened with: it ends when that key goes, and
 * does what the key may do now. Thread-safe.
 */
final class Sessions {

    private static final long LONGEST = Duration.ofHours(12).toNanos();
    private static final long LONGEST_IDLE = Duration.ofHours(1).toNanos();
    /** Nobody has so many windows; whoever opens more loses the ones he has. */
    private static final int MOST = 1_000;
    private static final int TICKET_BYTES = 32;

    private final Keys keys;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    /** By the hash of the ticket: what is looked up tells by its timing nothing about what is stored. */
    private final ConcurrentMap<String, Session> sessions = new ConcurrentHashMap<>();

    private static final class Session {

        private final String name;
        private final byte[] sha256;
        private final long begun;
        private volatile long used;

        Session(Key key, long now) {
            this.name = key.name();
            this.sha256 = key.sha256();
            this.begun = now;
            this.used = now;
        }

        boolean isOver(long now) {
            return now - begun > LONGEST || now - used > LONGEST_IDLE;
        }
    }

    Sessions(Keys keys) {
        this(keys, System::nanoTime);
    }

    Sessions(Keys keys, LongSupplier nanos) {
        this.keys = keys;
        this.nanos = nanos;
    }

    /** @return the ticket, which nobody can guess */
    String open(Key key) {
        long now = nanos.getAsLong();
        sessions.values().removeIf(session -> session.isOver(now));
        if (sessions.size() >= MOST) {
            sessions.values().removeIf(session -> session.name.equals(key.name()));
        }
        byte[] ticket = new byte[TICKET_BYTES];
        random.nextBytes(ticket);
        String written = Base64.getUrlEncoder().withoutPadding().encodeToString(ticket);
        sessions.put(Digests.of(written), new Session(key, now));
        return written;
    }

    /** The key as it is now; empty if there is no such session any more. */
    Optional<Key> find(String ticket) {
        String hash = Digests.of(ticket);
        Session session = sessions.get(hash);
        if (session == null) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        Optional<Key> key = session.isOver(now) ? Optional.empty()
                : keys.named(session.name).filter(one -> MessageDigest.isEqual(one.sha256(), session.sha256));
        if (key.isPresent()) {
            session.used = now;
        } else {
            sessions.remove(hash);
        }
        return key;
    }

    void close(String ticket) {
        sessions.remove(Digests.of(ticket));
    }
}
