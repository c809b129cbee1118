package io.minipush.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * How the platform signs a call to us: SHA-1, in lower-case hex, of the parts put in order and behind each other. One of them is the
 * token, which only the platform and the gateway know (developers.weixin.qq.com, message push).
 */
final class Signature {

    private Signature() {
    }

    static String of(String... parts) {
        String[] sorted = parts.clone();
        Arrays.sort(sorted);
        return HexFormat.of().formatHex(sha1().digest(String.join("", sorted).getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether that is the signature of these parts; a part that is missing has none. The time it takes tells nothing about the right one. */
    static boolean matches(String shown, String... parts) {
        if (shown == null || Arrays.stream(parts).anyMatch(Objects::isNull)) {
            return false;
        }
        return MessageDigest.isEqual(of(parts).getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
