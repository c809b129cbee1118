package io.minipush.simulator.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Signs and encrypts what the platform pushes. */
final class Sealing {
    /** The platform pads to 32 bytes although a block of AES has 16, which is why Java's own padding cannot be used. */
    private static final int PAD_TO = 32;

    private Sealing() {
    }

    /** SHA-1 over the parts, sorted and joined, in hex. */
    static String signature(String... parts) {
        String[] sorted = parts.clone();
        Arrays.sort(sorted);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(String.join("", sorted).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /**
     * AES-256-CBC of: 16 random bytes, the length of the text in four bytes, the text, the appid.
     *
     * @param aesKey the 43 characters of EncodingAESKey
     * @return Base64
     */
    static String encrypt(String text, String appid, String aesKey, byte[] random) {
        byte[] key = Base64.getDecoder().decode(aesKey + "=");
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        byte[] from = appid.getBytes(StandardCharsets.UTF_8);
        int length = random.length + 4 + message.length + from.length;
        int pad = PAD_TO - length % PAD_TO;
        ByteBuffer plain = ByteBuffer.allocate(length + pad).put(random).putInt(message.length).put(message).put(from);
        while (plain.hasRemaining()) {
            plain.put((byte) pad);
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain.array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
