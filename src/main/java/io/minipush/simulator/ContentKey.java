package io.minipush.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes two messages the same in the eyes of the user: everything but the formId. A digest of 16 bytes, since the
 * simulator remembers one for each message of a long run.
 */
record ContentKey(long high, long low) {

    static ContentKey of(String touser, String templateId, String page, String emphasis, Map<String, String> data) {
        StringBuilder canonical = new StringBuilder(256);
        append(canonical, touser);
        append(canonical, templateId);
        append(canonical, page);
        append(canonical, emphasis);
        new TreeMap<>(data).forEach((key, value) -> {
            append(canonical, key);
            append(canonical, value);
        });
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.wrap(digest);
            return new ContentKey(buffer.getLong(), buffer.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The length in front keeps two different messages from reading the same; null and "" differ. */
    private static void append(StringBuilder to, String part) {
        if (part == null) {
            to.append("-;");
        } else {
            to.append(part.length()).append(':').append(part);
        }
    }
}
