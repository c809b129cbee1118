package io.minipush.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.minipush.access.Key;
import org.apache.camel.Message;
import org.apache.camel.http.common.HttpMessage;

/** What the web server knows of a request beyond the few headers that {@link DoorHeaders} lets in. */
final class Caller {

    private static final Pattern OPERATOR = Pattern.compile("[ -~]{1,64}");

    private Caller() {
    }

    /** The key that was shown. */
    static Key key(Message message) {
        Object key = message instanceof HttpMessage http && http.getRequest() != null ? http.getRequest().getAttribute(KeyFilter.KEY) : null;
        if (key instanceof Key shown) {
            return shown;
        }
        throw KeyFilter.noKey();
    }

    /**
     * Who calls, as the audit writes it: {@code alice (api-key)}.
     *
     * @param operator what the caller says of himself, or null
     * @throws Problem 400 if that is nothing to be written down
     */
    static String name(Message message, String operator) {
        String name = key(message).name();
        if (operator == null) {
            return name;
        }
        if (!OPERATOR.matcher(operator).matches() || operator.isBlank()) {
            throw Problem.of(400, "Minipush-Operator must be 1 to 64 printable ASCII characters");
        }
        return operator.strip() + " (" + name + ")";
    }

    /**
     * The query parameters themselves: among the headers of a message nothing tells them from headers of the request.
     *
     * @throws Problem 400 if one is given twice or cannot be decoded
     */
    static Map<String, String> query(Message message) {
        return query(message instanceof HttpMessage http && http.getRequest() != null ? http.getRequest().getQueryString() : null);
    }

    /** @param raw as it came, or null */
    static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (String part : raw.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            if (query.put(name, equals < 0 ? "" : decode(part.substring(equals + 1))) != null) {
                throw Problem.of(400, "a query parameter is given more than once");
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "the query cannot be decoded");
        }
    }
}
