package io.minipush.simulator.push;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/**
 * One request to a callback, ready to be sent: sent twice, it is the same to the bit.
 *
 * @param body null for a GET
 */
record PushRequest(URI url, String contentType, byte[] body) {

    /** What changes from request to request, also when the event is the same. */
    record Salt(String timestamp, String nonce, byte[] random) {
        static Salt of(long second, Random dice) {
            byte[] random = new byte[16];
            dice.nextBytes(random);
            return new Salt(Long.toString(second), Integer.toString(100_000_000 + dice.nextInt(900_000_000)), random);
        }
    }

    /** The question whether the server knows the token. */
    static PushRequest echo(Callback callback, String appid, String echo, Salt salt) {
        return new PushRequest(URI.create(callback.urlFor(appid) + "?signature="
                + Sealing.signature(callback.token(), salt.timestamp, salt.nonce) + "&echostr=" + echo + times(salt)), null, null);
    }

    static PushRequest of(Callback callback, String appid, Event event, Salt salt) {
        String toUser = originalId(appid);
        String text = EventText.write(event, toUser, callback.format());
        String query = "?signature=" + Sealing.signature(callback.token(), salt.timestamp, salt.nonce) + times(salt)
                + "&openid=" + encoded(event.openid());
        if (!callback.isSafe()) {
            return post(callback, appid, query, text);
        }
        String encrypted = Sealing.encrypt(text, appid, callback.aesKey(), salt.random);
        return post(callback, appid, query + safe(callback, salt, encrypted),
                EventText.envelope(toUser, encrypted, callback.format()));
    }

    /** The event as somebody sends it who is not the platform. */
    static PushRequest forged(Callback callback, String appid, Event event, Salt salt, Forgery how) {
        return switch (how) {
            case WRONG_TOKEN -> of(new Callback(callback.url(), "no" + callback.token().substring(2), callback.aesKey(),
                    callback.format()), appid, event, salt);
            case CHANGED_BODY -> {
                PushRequest other = of(callback, appid, event, salt);
                byte[] random = salt.random.clone();
                random[0]++;
                PushRequest changed = of(callback, appid, event, new Salt(salt.timestamp, salt.nonce, random));
                yield new PushRequest(other.url, changed.contentType, changed.body);
            }
            case FOREIGN_APP -> {
                String toUser = originalId(appid);
                String encrypted = Sealing.encrypt(EventText.write(event, toUser, callback.format()), appid + "0", callback.aesKey(),
                        salt.random);
                String query = "?signature=" + Sealing.signature(callback.token(), salt.timestamp, salt.nonce) + times(salt)
                        + "&openid=" + encoded(event.openid()) + safe(callback, salt, encrypted);
                yield post(callback, appid, query, EventText.envelope(toUser, encrypted, callback.format()));
            }
            case PLAIN_BODY -> of(new Callback(callback.url(), callback.token(), null, callback.format()), appid, event, salt);
            case UNSIGNED -> {
                PushRequest signed = of(callback, appid, event, salt);
                yield new PushRequest(URI.create(callback.urlFor(appid)), signed.contentType, signed.body);
            }
        };
    }

    /** The name under which the platform addresses an app: the same each time. */
    private static String originalId(String appid) {
        return "gh_" + HexFormat.of().toHexDigits(appid.hashCode() * 0x9E37_79B9_7F4A_7C15L, 12);
    }

    private static PushRequest post(Callback callback, String appid, String query, String body) {
        return new PushRequest(URI.create(callback.urlFor(appid) + query), callback.format().contentType,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String safe(Callback callback, Salt salt, String encrypted) {
        return "&encrypt_type=aes&msg_signature=" + Sealing.signature(callback.token(), salt.timestamp, salt.nonce, encrypted);
    }

    private static String times(Salt salt) {
        return "&timestamp=" + salt.timestamp + "&nonce=" + salt.nonce;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
