package io.minipush.hands;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;

/** Notes who did what, in the commit of the deed. Targets and details name notifications, templates and numbers, never a user. */
final class Audit {

    private final Statements statements;
    private final DatabaseClock clock;

    Audit(Statements statements, DatabaseClock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /**
     * @param target a notification or a template, or null
     * @param detail what else there is to say, or null
     */
    void note(String who, String action, String appId, String target, String detail) {
        statements.update("insert-audit", row(who, action, appId, target, detail));
    }

    /** One deed that concerns each of these apps: all of them are noted, or none is. */
    void note(String who, String action, Collection<String> apps, String target, String detail) {
        statements.batch("insert-audit", apps.stream().map(app -> row(who, action, app, target, detail)).toList());
    }

    private Map<String, Object> row(String who, String action, String appId, String target, String detail) {
        Map<String, Object> row = new HashMap<>();
        row.put("now", clock.now());
        row.put("who", who);
        row.put("action", action);
        row.put("app", appId);
        row.put("target", target);
        row.put("detail", detail);
        return row;
    }
}
