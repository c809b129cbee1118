package io.minipush.hands;

import java.time.Instant;
import java.util.Map;

import io.minipush.credit.CreditKind;
import io.minipush.notification.State;
import io.minipush.storage.Utc;

/**
 * A notification that no claim has, as far as a decision by hand needs it.
 *
 * @param tied            whether a credit stands on it
 * @param creditKind      of that credit, or null
 * @param creditExpiresAt the end of that credit, or null
 */
record StoredNotification(String id, String appId, String reference, State state, String evidence, Integer errcode, String reason,
        Instant updatedAt, Instant expiresAt, boolean doubt, boolean tied, CreditKind creditKind, Instant creditExpiresAt) {

    /** @param row of the statement {@code lock-for-hands} */
    static StoredNotification of(Map<String, Object> row) {
        Number errcode = (Number) row.get("errcode");
        return new StoredNotification((String) row.get("id"), (String) row.get("app_id"), (String) row.get("reference"),
                state(row), (String) row.get("evidence"), errcode == null ? null : errcode.intValue(), (String) row.get("reason"),
                Utc.instant(row.get("updated_at")), Utc.instant(row.get("expires_at")), (Boolean) row.get("doubt"),
                ((Number) row.get("tied")).intValue() == 1, row.get("form_kind") == null ? null : CreditKind.of((String) row.get("form_kind")), Utc.instant(row.get("form_expires_at")));
    }

    static State state(Map<String, Object> row) {
        return State.valueOf(((String) row.get("state")).toUpperCase(java.util.Locale.ROOT));
    }

    @Override
    public String toString() {
        return "StoredNotification[" + id + ", " + state + "]";
    }
}
