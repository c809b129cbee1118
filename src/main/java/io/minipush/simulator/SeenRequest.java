package io.minipush.simulator;

import java.time.Instant;
import java.util.List;

/**
 * One request as it came over the wire.
 *
 * @param query the raw query string, null if there was none
 * @param body  the raw body, read as UTF-8
 */
public record SeenRequest(Instant at, String method, String path, String query, List<Header> headers, String body) {
    /** The values of a header, in order; the name in any case. */
    public List<String> header(String name) {
        return headers.stream().filter(h -> h.name().equalsIgnoreCase(name)).map(Header::value).toList();
    }
}
