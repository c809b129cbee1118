package io.minipush.events;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.minipush.notification.End;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;

/**
 * Brings results to their notifications. One whose msgid no notification has is kept and looked at again and again, at growing pauses:
 * the answer with that number may be on its way, or was lost. Each method runs in the one commit of its caller.
 */
final class PushResults {

    private static final int BATCH = 200;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Statements statements;
    private final DatabaseClock clock;
    private final LostAnswers lostAnswers;

    PushResults(Statements statements, DatabaseClock clock, LostAnswers lostAnswers) {
        this.statements = statements;
        this.clock = clock;
        this.lostAnswers = lostAnswers;
    }

    /** Writes results onto the notifications with their numbers, and keeps the others. */
    void apply(String appId, List<PushResult> results) {
        Map<Long, PushResult> byNumber = new TreeMap<>();
        results.forEach(result -> byNumber.putIfAbsent(result.msgid(), result));
        write(appId, byNumber).forEach(byNumber::remove);
        LocalDateTime now = clock.now();
        statements.batch("insert-push-result", byNumber.values().stream().map(result -> {
            Map<String, Object> row = row(appId, result);
            row.put("openid", result.openid());
            row.put("template_id", result.templateId());
            row.put("sent_at", Utc.column(result.sentAt()));
            row.put("look_at", now.plus(FIRST_PAUSE));
            return row;
        }).toList());
    }

    /** @return the numbers that a notification has; its result stands on it, this one or an earlier one */
    private List<Long> write(String appId, Map<Long, PushResult> results) {
        if (results.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> found = statements.rows("lock-notifications-by-msgid", Map.of("app", appId, "msgids", List.copyOf(results.keySet())));
        List<Long> numbers = new ArrayList<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<String, Object> notification : found) {
            long msgid = ((Number) notification.get("msgid")).longValue();
            numbers.add(msgid);
            Map<String, Object> row = row(appId, results.get(msgid));
            row.put("id", notification.get("id"));
            rows.add(row);
        }
        statements.batch("note-push", rows);
        return numbers;
    }

    private Map<String, Object> row(String appId, PushResult result) {
        Map<String, Object> row = new HashMap<>();
        row.put("app", appId);
        row.put("msgid", result.msgid());
        row.put("push", result.push());
        row.put("push_reason", result.reason());
        row.put("now", clock.now());
        return row;
    }

    /**
     * What came of a look.
     *
     * @param looked how many results were looked at
     * @param ends   the notifications that were uncertain and are sent now; to be told after the commit
     */
    record Looked(int looked, List<End> ends) {

        boolean more() {
            return looked == BATCH;
        }
    }

    /** Looks at the results whose time has come. */
    Looked look() {
        Instant now = clock.instant();
        List<StoredResult> due = statements.rows("push-results-to-look-at", Map.of("now", clock.now(), "n", BATCH)).stream().map(StoredResult::of).toList();
        Map<String, Map<Long, PushResult>> byApp = new TreeMap<>();
        due.forEach(one -> byApp.computeIfAbsent(one.appId(), app -> new TreeMap<>()).put(one.result().msgid(), one.result()));
        Map<String, List<Long>> answered = new HashMap<>();
        byApp.forEach((app, results) -> answered.put(app, write(app, results)));
        List<Long> gone = new ArrayList<>();
        List<Map<String, Object>> later = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        for (StoredResult one : due) {
            if (answered.get(one.appId()).contains(one.result().msgid())) {
                gone.add(one.id());
                continue;
            }
            lostAnswers.settle(one, now).ifPresentOrElse(end -> {
                ends.add(end);
                gone.add(one.id());
            }, () -> later.add(Map.of("push_result", one.id(), "look_at", Utc.column(next(one, now)))));
        }
        if (!gone.isEmpty()) {
            statements.update("remove-push-results", Map.of("push_results", gone));
        }
        statements.batch("look-later", later);
        return new Looked(due.size(), ends);
    }

    /** After as long again as it has waited, but not past the moment in which a lost answer may be concluded. */
    private Instant next(StoredResult one, Instant now) {
        Duration waited = Duration.between(one.arrivedAt(), now);
        Duration pause = waited.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : waited.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : waited;
        Instant next = now.plus(pause);
        Instant conclusion = lostAnswers.mayConcludeAt(one);
        return now.isBefore(conclusion) && next.isAfter(conclusion) ? conclusion : next;
    }
}
