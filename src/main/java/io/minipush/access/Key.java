package io.minipush.access;

import java.util.Set;

/**
 * One key of the gateway: what is known of it here is its hash.
 *
 * @param name   by which logs and the audit call it
 * @param sha256 the SHA-256 of the key
 * @param roles  what it may do
 * @param apps   for which apps; empty: for all
 * @param failsWithoutCredit whether a message through the front door for SDKs that finds no credit is refused, rather than made to wait
 */
public record Key(String name, byte[] sha256, Set<Role> roles, Set<String> apps, boolean failsWithoutCredit) {

    /** The request attribute under which a web server keeps the key that was shown; absent if none was. */
    public static final String ATTRIBUTE = "io.minipush.key";

    public Key {
        roles = Set.copyOf(roles);
        apps = Set.copyOf(apps);
    }

    /** Who may act on everything may also look at it. */
    public boolean may(Role role) {
        return roles.contains(role) || role == Role.READ && roles.contains(Role.OPS);
    }

    public boolean serves(String appId) {
        return apps.isEmpty() || apps.contains(appId);
    }

    @Override
    public String toString() {
        return "Key[" + name + "]";
    }
}
