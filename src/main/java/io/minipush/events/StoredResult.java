package io.minipush.events;

import java.time.Instant;
import java.util.Map;

import io.minipush.storage.Utc;

/** A result that waits for its notification. */
record StoredResult(long id, String appId, PushResult result, Instant arrivedAt) {

    /** @param row of table {@code push_result} */
    static StoredResult of(Map<String, Object> row) {
        return new StoredResult(((Number) row.get("id")).longValue(), (String) row.get("app_id"),
                new PushResult(((Number) row.get("msgid")).longValue(), (String) row.get("openid"), (String) row.get("template_id"),
                        (String) row.get("push"), (String) row.get("push_reason"), Utc.instant(row.get("sent_at"))),
                Utc.instant(row.get("arrived_at")));
    }
}
