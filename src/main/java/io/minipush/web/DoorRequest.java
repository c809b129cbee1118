package io.minipush.web;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came through the door, and all that the routes behind it get to see of the request.
 *
 * @param appId  an app that the caller's key serves, or null if the path names none
 * @param apps   all apps of this gateway that the caller's key serves; for him there are no others
 * @param id     of a notification, or null
 * @param templateId of the path, or null
 * @param openid of the path, or null
 * @param query  all query parameters, decoded
 * @param who    whose key it came with and, if he says so, which operator it is
 * @param body   empty if there was none
 * @param patience how long the producer would like to wait for an end
 */
public record DoorRequest(String appId, Set<String> apps, String id, String templateId, String openid, Map<String, String> query, String who, String mediaType,
        Optional<String> key, Optional<Duration> patience, byte[] body) {

    @Override
    public String toString() {
        return "DoorRequest";
    }
}
