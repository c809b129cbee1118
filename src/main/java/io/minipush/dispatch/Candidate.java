package io.minipush.dispatch;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.storage.Utc;

/** A due notification that a claim may choose. */
record Candidate(String id, Lane lane, Channel channel, String templateId, LocalDateTime expiresAt) {

    static Candidate of(Map<String, Object> row) {
        return new Candidate((String) row.get("id"), Lane.values()[((Number) row.get("lane")).intValue()], Channel.of((String) row.get("channel")),
                (String) row.get("template_id"), Utc.dateTime(row.get("expires_at")));
    }

    /** Which of the present holds keeps it back. None keeps it from its end. */
    Optional<String> heldBy(Set<String> holds, LocalDateTime now) {
        return isPastItsEnd(now) ? Optional.empty() : Stream.of(channel.holdKey(), templateId).filter(holds::contains).findFirst();
    }

    /** Past its end it is claimed only to end: nothing is posted for it. */
    boolean isPastItsEnd(LocalDateTime now) {
        return !expiresAt.isAfter(now);
    }
}
