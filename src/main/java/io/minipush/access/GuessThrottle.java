package io.minipush.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the key that was shown, and slows down whoever guesses: three hundred wrong ones from an address within a minute, and for the next minute it
 * hears nothing about any key that could have been guessed, be it right or wrong. A right key that is too long to be guessed always passes,
 * and so does one that programs already used from that address: nobody is shut out by the guesses of others behind the same proxy.
 * Remembers a bounded number of addresses. Thread-safe.
 */
public final class GuessThrottle {

    /** Where a key is shown. */
    public enum Door {
        API, SDK, CONSOLE;

        /** People can wait a minute; programs that worked until now cannot. */
        private boolean isForPrograms() {
            return this != CONSOLE;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(GuessThrottle.class);

    /** So many that a program with an old key, a scan or a test mostly hears 401; so few that trying finds no random key of eight characters in centuries. */
    public static final int MOST_WRONG = 300;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final Duration PAUSE = Duration.ofMinutes(1);
    static final int MOST_ADDRESSES = 4096;
    /** From here on a key that was drawn by chance has 128 bits or more; those that {@code minipush keys create} makes have 256. */
    static final int TOO_LONG_TO_GUESS = 32;
    private static final long BETWEEN_LINES = Duration.ofSeconds(1).toNanos();
    private static final int BYTES_OF_A_NETWORK = 8;

    private final Keys keys;
    private final LongSupplier nanos;
    private final Map<Door, Counter> wrong = new EnumMap<>(Door.class);
    private final Map<Door, Counter> paused = new EnumMap<>(Door.class);
    /** Those with wrong keys, and those from which a guessable key works: nobody without a right key gets into the latter, or drives anybody out of it. */
    private final Map<String, Guesses> guesses = newestOnly();
    private final Map<String, Boolean> inUse = newestOnly();
    private long lastLine;

    private static final class Guesses {
        private long begun;
        private int count;
        private boolean paused;
    }

    /** That address has shown too many wrong keys. */
    public static final class TooManyGuesses extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int retryAfterSeconds;

        private TooManyGuesses(int retryAfterSeconds) {
            super("too many wrong keys from this address", null, false, false);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    public GuessThrottle(Keys keys, MeterRegistry meters) {
        this(keys, meters, System::nanoTime);
    }

    GuessThrottle(Keys keys, MeterRegistry meters, LongSupplier nanos) {
        this.keys = keys;
        this.nanos = nanos;
        this.lastLine = nanos.getAsLong() - BETWEEN_LINES;
        for (Door door : Door.values()) {
            wrong.put(door, counter(meters, door, "wrong"));
            paused.put(door, counter(meters, door, "paused"));
        }
    }

    private static Counter counter(MeterRegistry meters, Door door, String outcome) {
        return Counter.builder("minipush.keys.refused").description("Keys that were shown and not accepted: wrong, or not looked at since that address had shown too many")
                .tag("door", door.name().toLowerCase(Locale.ROOT)).tag("outcome", outcome).register(meters);
    }

    private static <T> Map<String, T> newestOnly() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST_ADDRESSES;
            }
        };
    }

    /** Whether a key is so short that somebody could find it by trying. */
    static boolean canBeGuessed(String key) {
        return key.length() < TOO_LONG_TO_GUESS;
    }

    /**
     * @param address of the caller, as the web server has it
     * @return the key that was shown; empty if there is no such key
     * @throws TooManyGuesses if that address has to wait, and this key may be one of its guesses
     */
    public Optional<Key> find(String shown, String address, Door door) {
        Optional<Key> key = keys.find(shown);
        if (key.isPresent() && !canBeGuessed(shown)) {
            return key;
        }
        String network = network(address);
        synchronized (this) {
            long now = nanos.getAsLong();
            String use = network + " " + key.map(Key::name).orElse("");
            if (key.isPresent() && door.isForPrograms() && inUse.get(use) != null) {
                return key;
            }
            refuseInPause(network, door, now);
            if (key.isEmpty()) {
                count(network, door, now);
            } else if (door.isForPrograms()) {
                inUse.put(use, true);
            }
            return key;
        }
    }

    private void refuseInPause(String network, Door door, long now) {
        Guesses known = guesses.get(network);
        long rest = known == null || !known.paused ? 0 : known.begun + PAUSE.toNanos() - now;
        if (rest > 0) {
            paused.get(door).increment();
            throw new TooManyGuesses((int) Duration.ofNanos(rest - 1).toSeconds() + 1);
        }
    }

    private void count(String network, Door door, long now) {
        wrong.get(door).increment();
        Guesses known = guesses.computeIfAbsent(network, one -> new Guesses());
        if (known.count == 0 || known.paused || now - known.begun > WINDOW.toNanos()) {
            known.begun = now;
            known.count = 0;
            known.paused = false;
        }
        known.count++;
        if (known.count >= MOST_WRONG) {
            known.paused = true;
            known.begun = now;
            say(network, now);
        }
    }

    /** Once for each pause; and not for each of a crowd. */
    private void say(String network, long now) {
        if (now - lastLine >= BETWEEN_LINES) {
            lastLine = now;
            LOG.warn("{} wrong keys within a minute from {}: for the next {} s it is answered 429", MOST_WRONG, network, PAUSE.toSeconds());
        }
    }

    /** An address; of IPv6 the network of 64 bits, since whoever has one address there has all of them. */
    static String network(String address) {
        if (address == null || address.indexOf(':') < 0) {
            return String.valueOf(address);
        }
        try {
            byte[] bytes = InetAddress.getByName(address.replaceAll("[\\[\\]]|%.*", "")).getAddress();
            return bytes.length == 4 ? InetAddress.getByAddress(bytes).getHostAddress()
                    : InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(bytes, BYTES_OF_A_NETWORK), bytes.length)).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
