package io.minipush.simulator.push;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Where the platform pushes an app's events, as set in its console.
 *
 * @param url    on a loopback address; {@code {appid}} in it stands for the app
 * @param token  of the signatures, 3 to 32 characters
 * @param aesKey the 43 characters of EncodingAESKey: events go out in safe mode; null: in plain text
 * @param format JSON or XML
 */
public record Callback(String url, String token, String aesKey, PushFormat format) {

    public Callback {
        Objects.requireNonNull(format, "format");
        if (token == null || token.length() < 3 || token.length() > 32) {
            throw new IllegalArgumentException("the token of a callback has 3 to 32 characters");
        }
        if (aesKey != null && !aesKey.matches("[A-Za-z0-9]{43}")) {
            throw new IllegalArgumentException("an aes_key has 43 letters and digits");
        }
        URI parsed;
        try {
            parsed = URI.create(Objects.requireNonNull(url, "url").replace("{appid}", "appid"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the url of a callback is no URL");
        }
        if (!"http".equals(parsed.getScheme()) || parsed.getHost() == null || parsed.getRawQuery() != null || !loopback(parsed)) {
            throw new IllegalArgumentException("the url of a callback is http:// on a loopback address, without a query");
        }
    }

    /** Plain text, JSON. */
    public static Callback plain(String url, String token) {
        return new Callback(url, token, null, PushFormat.JSON);
    }

    /** Safe mode, JSON. */
    public static Callback safe(String url, String token, String aesKey) {
        return new Callback(url, token, aesKey, PushFormat.JSON);
    }

    /** The same in XML. */
    public Callback inXml() {
        return new Callback(url, token, aesKey, PushFormat.XML);
    }

    boolean isSafe() {
        return aesKey != null;
    }

    String urlFor(String appid) {
        return url.replace("{appid}", appid);
    }

    private static boolean loopback(URI url) {
        try {
            return InetAddress.getByName(url.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Callback[" + url + ", " + format + (isSafe() ? ", safe" : ", plain") + "]";
    }
}
