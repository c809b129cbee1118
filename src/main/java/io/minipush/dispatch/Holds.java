package io.minipush.dispatch;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.minipush.storage.Statements;

/** Keeps the notifications of a template or of a channel back, and lets them go on. In the commit of the caller, who has the gate. */
public final class Holds {

    private final Statements statements;

    public Holds(Statements statements) {
        this.statements = statements;
    }

    /**
     * @param key     a template id, or a channel's {@link io.minipush.notification.Channel#holdKey}
     * @param errcode what the platform said, or null if a person wants it so
     * @param reason  for people, or null
     * @return whether it went on until now
     */
    public boolean hold(String appId, String key, LocalDateTime now, Integer errcode, String reason) {
        Map<String, Object> hold = new HashMap<>(Map.of("app", appId, "hold_key", key, "now", now));
        hold.put("errcode", errcode);
        hold.put("reason", reason);
        Optional<Map<String, Object>> before = statements.row("find-template-hold", hold);
        if (before.isEmpty()) {
            statements.update("insert-template-hold", hold);
        } else if (before.get().get("released_at") != null) {
            statements.update("hold-template-again", hold);
        }
        return before.isEmpty() || before.get().get("released_at") != null;
    }

    /** @return whether it was kept back until now */
    public boolean release(String appId, String key, LocalDateTime now) {
        return statements.update("release-template", Map.of("app", appId, "hold_key", key, "now", now)) > 0;
    }
}
