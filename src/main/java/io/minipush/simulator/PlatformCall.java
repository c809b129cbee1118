package io.minipush.simulator;

import java.util.List;
import java.util.Map;

/** A request of a client, off the wire. */
record PlatformCall(Api api, String method, String path, String query, Map<String, String> params, List<Header> headers,
        boolean chunked, byte[] body) {

    String param(String name) {
        return params.get(name);
    }
}
