package io.minipush.token;

import java.time.LocalDateTime;
import java.util.Map;

import io.minipush.token.TokenPolicy.ForcedRefreshes;

/**
 * One node's attempt to replace one token, under a lease. Version, node and the end of the lease together are the fence: a refresher
 * that was too slow names an old one and changes nothing.
 *
 * @param formerToken null if there was none
 * @param refused     whether the platform has refused the former token
 * @param failures    attempts that failed before this one, in a row
 */
record Renewal(String appId, long version, String formerToken, boolean refused, int failures, ForcedRefreshes forced,
        long node, LocalDateTime leaseUntil) {

    /** Whether the platform gave the token that we had already. */
    boolean isFormer(String token) {
        return token.equals(formerToken);
    }

    Renewal withLeaseUntil(LocalDateTime later) {
        return new Renewal(appId, version, formerToken, refused, failures, forced, node, later);
    }

    /** What every statement about the attempt names. */
    Map<String, Object> fence() {
        return Map.of("app", appId, "version", version, "node", node, "lease_until", leaseUntil);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Renewal[" + appId + ", version " + version + ", lease until " + leaseUntil + "]";
    }
}
