package io.minipush.simulator;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Makes up ids that look like the platform's. Seeded, so that a run can be repeated; never reset, so that no id comes twice. */
final class Ids {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private final Random random;
    /** Counts apart from the dice, so that subscribe messages do not change the other ids of a seed. */
    private final AtomicLong msgid;

    Ids(long seed) {
        this.random = new Random(seed);
        this.msgid = new AtomicLong(3_248_682_510_344_192_009L + ((seed & 0xFFFF_FFFFL) << 24));
    }

    /** Above 2^53 and odd, so that it does not survive a client that reads it as a double. */
    long msgid() {
        return msgid.getAndAdd(2);
    }

    synchronized String form() {
        return hex() + hex() + hex() + hex();
    }

    synchronized String prepay() {
        return "wx" + letters(34);
    }

    synchronized String code() {
        return "0" + letters(31);
    }

    synchronized String token() {
        return (10 + random.nextInt(90)) + "_" + letters(133);
    }

    synchronized String event() {
        return "sub-" + letters(24);
    }

    synchronized String sessionKey() {
        return letters(22) + "==";
    }

    private String hex() {
        String digits = Integer.toHexString(random.nextInt());
        return "00000000".substring(digits.length()) + digits;
    }

    private String letters(int count) {
        StringBuilder out = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return out.toString();
    }
}
