package io.minipush.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens what the platform encrypted in its safe mode: AES-256-CBC of 16 random bytes, the length of the message, the message and
 * the appid. To be used only on what has the right signature.
 */
final class SafeMode {

    private static final int RANDOM = 16;
    private static final int LENGTH = 4;
    /** Of the padding, twice that of the cipher: Java's own PKCS5Padding refuses half of the messages. */
    private static final int BLOCK = 32;

    private final byte[] key;
    private final byte[] appId;

    /** @param aesKey the 43 characters of EncodingAESKey: Base64 without its last sign */
    SafeMode(String aesKey, String appId) {
        this.key = Base64.getDecoder().decode(aesKey + "=");
        this.appId = appId.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws Forged if it was encrypted with another key, for another app, or cut */
    byte[] open(String encrypted) throws Forged {
        byte[] plain = withoutPadding(decrypt(encrypted));
        if (plain.length < RANDOM + LENGTH) {
            throw notOurs();
        }
        int length = ByteBuffer.wrap(plain, RANDOM, LENGTH).getInt();
        int begin = RANDOM + LENGTH;
        if (length < 0 || length > plain.length - begin || !MessageDigest.isEqual(appId, Arrays.copyOfRange(plain, begin + length, plain.length))) {
            throw notOurs();
        }
        return Arrays.copyOfRange(plain, begin, begin + length);
    }

    private byte[] decrypt(String encrypted) throws Forged {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, RANDOM));
            return cipher.doFinal(Base64.getDecoder().decode(encrypted));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw notOurs();
        }
    }

    private static byte[] withoutPadding(byte[] padded) throws Forged {
        int pad = padded.length == 0 ? 0 : padded[padded.length - 1];
        if (pad < 1 || pad > BLOCK || pad > padded.length) {
            throw notOurs();
        }
        for (int i = padded.length - pad; i < padded.length; i++) {
            if (padded[i] != pad) {
                throw notOurs();
            }
        }
        return Arrays.copyOf(padded, padded.length - pad);
    }

    /** One sentence for all faults: which of them it was is nobody's business. */
    private static Forged notOurs() {
        return new Forged("the event cannot be opened with the EncodingAESKey of this app");
    }
}
