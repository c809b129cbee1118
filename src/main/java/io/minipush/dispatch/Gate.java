package io.minipush.dispatch;

import java.sql.Date;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;

import io.minipush.storage.Utc;

/**
 * The locked gate row of an app.
 *
 * @param pausedAt   when an operator stopped the app; null if nobody did
 * @param holdUntil  how long the platform's refusals let the app rest; past that time one message probes; null if it does not
 * @param pacedUntil up to when its rate is used up; null if it never sent
 * @param quotaDay   the day that {@code quotaUsed} counts, null if it never sent
 */
record Gate(LocalDateTime pausedAt, LocalDateTime holdUntil, LocalDateTime pacedUntil, LocalDate quotaDay, int quotaUsed) {

    static Gate of(Map<String, Object> row) {
        Date day = (Date) row.get("quota_day");
        return new Gate(Utc.dateTime(row.get("paused_at")), Utc.dateTime(row.get("hold_until")), Utc.dateTime(row.get("paced_until")),
                day == null ? null : day.toLocalDate(), ((Number) row.get("quota_used")).intValue());
    }
}
