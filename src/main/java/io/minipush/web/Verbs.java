package io.minipush.web;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.minipush.access.Key;
import io.minipush.access.Role;

/** Which roles open which verb of the API: the one place that says so, and {@code openapi/minipush.yaml} says the same. */
final class Verbs {

    /** Each of the roles is enough. */
    private static final Map<String, Set<Role>> ROLES = Map.ofEntries(
            Map.entry("POST /v1/apps/{appid}/form-ids", Set.of(Role.COLLECT)),
            Map.entry("POST /v1/apps/{appid}/subscriptions", Set.of(Role.COLLECT)),

            Map.entry("POST /v1/apps/{appid}/notifications", Set.of(Role.SEND)),
            Map.entry("GET /v1/notifications/{id}", Set.of(Role.SEND, Role.READ)),

            Map.entry("GET /v1/apps", Set.of(Role.READ)),
            Map.entry("GET /v1/apps/{appid}", Set.of(Role.READ)),
            Map.entry("GET /v1/apps/{appid}/notifications", Set.of(Role.READ)),
            Map.entry("GET /v1/apps/{appid}/form-ids/stock", Set.of(Role.READ)),
            Map.entry("POST /v1/apps/{appid}/form-ids/stock", Set.of(Role.READ)),
            Map.entry("GET /v1/apps/{appid}/templates", Set.of(Role.READ)),
            Map.entry("GET /v1/apps/{appid}/token", Set.of(Role.READ)),
            Map.entry("GET /v1/apps/{appid}/books", Set.of(Role.READ)),
            Map.entry("GET /v1/apps/{appid}/audit", Set.of(Role.READ)),

            Map.entry("POST /v1/notifications/{id}/cancel", Set.of(Role.OPS)),
            Map.entry("POST /v1/notifications/{id}/retry", Set.of(Role.OPS)),
            Map.entry("POST /v1/apps/{appid}/notifications/retry", Set.of(Role.OPS)),
            Map.entry("DELETE /v1/apps/{appid}/users/{openid}", Set.of(Role.OPS)),
            Map.entry("POST /v1/apps/{appid}/pause", Set.of(Role.OPS)),
            Map.entry("POST /v1/apps/{appid}/resume", Set.of(Role.OPS)),
            Map.entry("POST /v1/apps/{appid}/templates/{template_id}/hold", Set.of(Role.OPS)),
            Map.entry("POST /v1/apps/{appid}/templates/{template_id}/release", Set.of(Role.OPS)));

    /** What somebody adds to the routes and not to this table is for those who could have added it. */
    private static final Set<Role> OTHERWISE = Set.of(Role.OPS);

    /** The platform calls these and has no key: its signature, which stands behind the door, opens them. */
    private static final Set<String> SIGNED = Set.of("GET /v1/apps/{appid}/events", "POST /v1/apps/{appid}/events");
    private static final Pattern SIGNED_PATH = Pattern.compile("/v1/apps/[^/]+/events");

    /** Whoever comes by a signature is no key of ours, and may do nothing else. */
    static final Key SIGNER = new Key("signature", new byte[0], Set.of(), Set.of(), false);

    private Verbs() {
    }

    /** Whether a request without a key may go on as far as to the verb. */
    static boolean mayBeSigned(String path) {
        return SIGNED_PATH.matcher(path).matches();
    }

    /** @param verb method and path as the routes have them, {@code GET /v1/apps/{appid}} */
    static boolean isSigned(String verb) {
        return SIGNED.contains(verb);
    }

    static Set<Role> roles(String verb) {
        return ROLES.getOrDefault(verb, OTHERWISE);
    }

    /** @throws Problem 403 if the key has none of the roles */
    static void check(Key key, String verb) {
        Set<Role> roles = roles(verb);
        if (roles.stream().noneMatch(key::may)) {
            throw Problem.of(403, "this needs a key with the role " + roles.stream().sorted().map(Role::word).collect(Collectors.joining(" or ")));
        }
    }
}
