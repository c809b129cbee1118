package io.minipush.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Makes calls as the platform makes them: what a test sends to the door of events. */
public final class PlatformSender {

    /** One call; it may be sent again as it is. */
    public record Call(String query, byte[] body) {

        public Call with(String other) {
            return new Call(query, other.getBytes(StandardCharsets.UTF_8));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final String appId;
    private final String token;
    private final Optional<String> aesKey;

    public PlatformSender(String appId, String token, Optional<String> aesKey) {
        this.appId = appId;
        this.token = token;
        this.aesKey = aesKey;
    }

    /** In safe mode if there is a key, else in plain mode. */
    public Call call(String event) {
        return call(event, Instant.now().getEpochSecond());
    }

    public Call call(String event, long timestamp) {
        String nonce = Integer.toString(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
        String query = "signature=" + Signature.of(token, Long.toString(timestamp), nonce) + "&timestamp=" + timestamp + "&nonce=" + nonce + "&openid=o1";
        if (aesKey.isEmpty()) {
            return new Call(query, event.getBytes(StandardCharsets.UTF_8));
        }
        String encrypted = encrypt(aesKey.get(), appId, event);
        String body = event.startsWith("<") ? "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>"
                : "{\"ToUserName\":\"gh_1\",\"Encrypt\":\"" + encrypted + "\"}";
        return new Call(query + "&encrypt_type=aes&msg_signature=" + Signature.of(token, Long.toString(timestamp), nonce, encrypted), body.getBytes(StandardCharsets.UTF_8));
    }

    public String check(String echo) {
        return new PlatformSender(appId, token, Optional.empty()).call("").query() + "&echostr=" + echo;
    }

    /** @param entries template and status in turn */
    public static String popup(String openid, Instant at, String... entries) {
        return answered(PlatformEvent.POPUP, openid, at, entries);
    }

    /** @param entries template and status in turn */
    public static String answered(String event, String openid, Instant at, String... entries) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < entries.length; i += 2) {
            list.append(i == 0 ? "" : ",").append("{\"TemplateId\":\"").append(entries[i]).append("\",\"SubscribeStatusString\":\"").append(entries[i + 1])
                    .append("\",\"PopupScene\":\"0\"}");
        }
        return event(event, openid, at, entries.length == 2 ? list.toString() : "[" + list + "]");
    }

    public static String sent(String openid, Instant at, String template, long msgid, int errorCode, String status) {
        return event(PlatformEvent.SENT, openid, at, "{\"TemplateId\":\"" + template + "\",\"MsgID\":\"" + msgid + "\",\"ErrorCode\":\"" + errorCode + "\",\"ErrorStatus\":\"" + status + "\"}");
    }

    private static String event(String event, String openid, Instant at, String list) {
        return "{\"ToUserName\":\"gh_1\",\"FromUserName\":\"" + openid + "\",\"CreateTime\":" + at.getEpochSecond() + ",\"MsgType\":\"event\",\"Event\":\"" + event + "\",\"List\":" + list + "}";
    }

    /** As the platform does it: padded to blocks of 32. */
    static String encrypt(String aesKey, String appId, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] app = appId.getBytes(StandardCharsets.UTF_8);
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        int length = 20 + text.length + app.length;
        int pad = 32 - length % 32;
        byte[] plain = ByteBuffer.allocate(length + pad).put(random).putInt(text.length).put(text).put(app).array();
        Arrays.fill(plain, length, plain.length, (byte) pad);
        try {
            byte[] key = Base64.getDecoder().decode(aesKey + "=");
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
