package io.minipush.dispatch;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Map;

import io.minipush.notification.Lane;

/** A due notification that a claim may choose. */
record Candidate(String id, Lane lane, String templateId, LocalDateTime expiresAt) {

    static Candidate of(Map<String, Object> row) {
        return new Candidate((String) row.get("id"), Lane.values()[((Number) row.get("lane")).intValue()], (String) row.get("template_id"),
                ((Timestamp) row.get("expires_at")).toLocalDateTime());
    }

    /** Past its end it is claimed only to end: nothing is posted for it. */
    boolean isPastItsEnd(LocalDateTime now) {
        return !expiresAt.isAfter(now);
    }
}
