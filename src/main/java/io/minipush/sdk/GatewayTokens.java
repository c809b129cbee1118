package io.minipush.sdk;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.minipush.access.Key;
import io.minipush.access.Keys;
import io.minipush.access.Role;

/**
 * Access tokens that only this gateway accepts. Nothing is stored: a token says for which app, by which key and until when it is
 * good, signed (HMAC-SHA-256) with the hash of that key. So all nodes accept it, and it ends with its key.
 *
 * <p>At most 512 characters, which is what SDKs keep room for, all of them safe in a URL. Thread-safe.
 */
public final class GatewayTokens {

    /** By which people and scanners for secrets tell it from the platform's. */
    static final String PREFIX = "minipush_";

    private static final int LONGEST = 512;
    private static final byte VERSION = 1;
    private static final int MAC_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    /** What is signed begins with its purpose: the hash of a key may come to sign other things, too. */
    private static final byte[] PURPOSE = "minipush access token\n".getBytes(StandardCharsets.US_ASCII);

    private final Keys keys;

    GatewayTokens(Keys keys) {
        this.keys = keys;
    }

    /** What a good token says. */
    record Grant(String appId, Key key) {
    }

    String issue(String appId, Key key, Instant end) {
        byte[] app = appId.getBytes(StandardCharsets.UTF_8);
        byte[] name = key.name().getBytes(StandardCharsets.UTF_8);
        byte[] content = ByteBuffer.allocate(1 + Long.BYTES + 1 + app.length + name.length)
                .put(VERSION).putLong(end.getEpochSecond()).put((byte) app.length).put(app).put(name).array();
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(
                ByteBuffer.allocate(content.length + MAC_BYTES).put(content).put(mac(key, content)).array());
        if (token.length() > LONGEST) {
            throw new IllegalArgumentException("the names of key and app are too long for a token");
        }
        return token;
    }

    static boolean isOne(String token) {
        return token.startsWith(PREFIX);
    }

    /**
     * @throws WeChatError 40001 if it is none of ours, or its key has gone or may no longer send for this app; 42001 if its time is over.
     *                     An SDK then asks for another one, and learns there what is wrong
     */
    Grant read(String token, Instant now) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            byte[] content = Arrays.copyOf(bytes, Math.max(0, bytes.length - MAC_BYTES));
            ByteBuffer fields = ByteBuffer.wrap(content);
            if (token.length() > LONGEST || fields.get() != VERSION) {
                throw invalid();
            }
            long end = fields.getLong();
            byte[] app = new byte[Byte.toUnsignedInt(fields.get())];
            fields.get(app);
            byte[] name = new byte[fields.remaining()];
            fields.get(name);
            Grant grant = new Grant(new String(app, StandardCharsets.UTF_8), key(new String(name, StandardCharsets.UTF_8)));
            if (!MessageDigest.isEqual(mac(grant.key, content), Arrays.copyOfRange(bytes, content.length, bytes.length))
                    || !grant.key.may(Role.SEND) || !grant.key.serves(grant.appId)) {
                throw invalid();
            }
            if (end <= now.getEpochSecond()) {
                throw new WeChatError(42001, "access_token expired");
            }
            return grant;
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw invalid();
        }
    }

    private Key key(String name) {
        if (keys.isOpen()) {
            return Keys.ANYBODY;
        }
        return keys.named(name).orElseThrow(GatewayTokens::invalid);
    }

    static WeChatError invalid() {
        return new WeChatError(40001, "invalid credential, access_token is invalid or not latest");
    }

    private static byte[] mac(Key key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            // While nobody needs a key, nobody needs to sign: that key has no hash, and its tokens are good only until there is another.
            mac.init(new SecretKeySpec(key.equals(Keys.ANYBODY) ? PURPOSE : key.sha256(), ALGORITHM));
            mac.update(PURPOSE);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
