package io.minipush.sdk;

import java.util.Map;

/**
 * What came through the front door, and all that the routes behind it get to see of the request.
 *
 * @param query   decoded
 * @param body    empty if there was none
 * @param address of the caller
 */
public record SdkRequest(Map<String, String> query, byte[] body, String address) {

    @Override
    public String toString() {
        // A token and an openid are in it.
        return "SdkRequest";
    }
}
