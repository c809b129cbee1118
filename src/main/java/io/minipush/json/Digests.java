package io.minipush.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/** SHA-256 as the tables hold it: base64url without padding, 43 characters. */
public final class Digests {

    private Digests() {
    }

    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String of(byte[] bytes) {
        return encode(sha256().digest(bytes));
    }

    /** The same for documents that mean the same: the order of members, blanks and escapes do not count. */
    public static String of(JsonNode document) {
        MessageDigest digest = sha256();
        add(digest, document);
        return encode(digest.digest());
    }

    /** One digest for several in their order. */
    public static String ofAll(List<String> digests) {
        return of(String.join("\n", digests));
    }

    private static void add(MessageDigest digest, JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.fields().forEachRemaining(member -> sorted.put(member.getKey(), member.getValue()));
            add(digest, "{", Integer.toString(sorted.size()));
            sorted.forEach((name, value) -> {
                add(digest, "n", name);
                add(digest, value);
            });
        } else if (node.isArray()) {
            add(digest, "[", Integer.toString(node.size()));
            node.forEach(element -> add(digest, element));
        } else {
            add(digest, node.getNodeType().name(), node.asText());
        }
    }

    /** With its length before it, so that no two sequences of parts look alike. */
    private static void add(MessageDigest digest, String kind, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((kind + bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String encode(byte[] digest) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
