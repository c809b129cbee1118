package io.minipush.dispatch;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.minipush.cluster.Node;
import io.minipush.notification.ClaimedNotification;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Dialect;
import io.minipush.storage.Statements;

/**
 * Claims due notifications of one app for this node, each with a credit of its own user. Everything here happens in the one
 * commit of its caller, under the gate of the app.
 */
public final class Claims {

    /** What one claim got. {@code probe}: the app is only being tried again after a pause. */
    public record Claim(String appId, boolean probe, List<ClaimedNotification> notifications) {
    }

    /** More notifications of one user than this in one claim wait for the next: each needs a statement of its own. */
    private static final int PASSES = 8;

    private final Statements statements;
    private final Dialect dialect;
    private final DatabaseClock clock;
    private final Node node;
    private final Settings settings;

    public Claims(Statements statements, Dialect dialect, DatabaseClock clock, Node node, Settings settings) {
        this.statements = statements;
        this.dialect = dialect;
        this.clock = clock;
        this.node = node;
        this.settings = settings;
    }

    /**
     * @param places at most so many
     * @param idle   whether this node has nothing else of this app: only then it may probe
     */
    public Claim claim(String appId, int places, boolean idle) {
        Map<String, Object> gate = statements.row("lock-gate", Map.of("app", appId)).orElseThrow();
        LocalDateTime now = clock.now();
        Timestamp hold = (Timestamp) gate.get("hold_until");
        boolean probe = hold != null;
        if (probe && (hold.toLocalDateTime().isAfter(now) || !idle)) {
            return new Claim(appId, true, List.of());
        }
        wakeWaiting(appId, now);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("app", appId);
        parameters.put("now", now);
        parameters.put("n", probe ? 1 : places);
        parameters.put("reserve_until", now.plus(settings.creditMargin()));
        parameters.put("node", node.id());
        parameters.put("claim", node.nextClaim());
        List<Map<String, Object>> rows = dialect == Dialect.POSTGRESQL ? statements.rows("claim-due", parameters) : byPasses(parameters);
        List<ClaimedNotification> claimed = rows.stream()
                .filter(row -> row.get("state").equals("sending"))
                .map(ClaimedNotification::of)
                .toList();
        return new Claim(appId, probe, claimed);
    }

    private void wakeWaiting(String appId, LocalDateTime now) {
        List<Map<String, Object>> wakeUps = statements.rows("due-wake-ups", Map.of("app", appId, "now", now));
        if (wakeUps.isEmpty()) {
            return;
        }
        statements.update("remove-wake-ups", Map.of("ids", column(wakeUps, "id")));
        Map<String, Integer> uses = new java.util.TreeMap<>();
        wakeUps.forEach(row -> uses.merge((String) row.get("openid"), ((Number) row.get("uses")).intValue(), Integer::sum));
        statements.batch("wake-waiting", uses.entrySet().stream()
                .map(user -> Map.of("app", appId, "now", now, "openid", user.getKey(), "uses", user.getValue()))
                .toList());
    }

    /**
     * For databases that cannot do it in one statement: the first notification of each user gets that user's first credit, then
     * the second, and so on, so that no pass looks at more credits than it moves.
     */
    private List<Map<String, Object>> byPasses(Map<String, Object> parameters) {
        List<Object> candidates = column(statements.rows("claim-candidates", parameters), "id");
        if (candidates.isEmpty()) {
            return List.of();
        }
        parameters.put("ids", candidates);
        statements.update("claim-mark", parameters);
        List<List<Object>> passes = new ArrayList<>();
        Map<Object, Integer> seen = new HashMap<>();
        for (Map<String, Object> row : statements.rows("claim-needs", parameters)) {
            int pass = seen.merge(row.get("touser"), 1, Integer::sum) - 1;
            if (passes.size() <= Math.min(pass, PASSES)) {
                passes.add(new ArrayList<>());
            }
            passes.get(Math.min(pass, PASSES)).add(row.get("id"));
        }
        for (int pass = 0; pass < passes.size(); pass++) {
            parameters.put("ids", passes.get(pass));
            if (pass == PASSES) {
                statements.update("claim-postpone", parameters);
            } else {
                moveCredits(parameters);
            }
        }
        statements.update("claim-park", parameters);
        return statements.rows("claim-read", parameters);
    }

    /** Each of the notifications gets the first credit of its user, if there is one. */
    private void moveCredits(Map<String, Object> parameters) {
        statements.update("claim-tie", parameters);
        List<Object> credits = column(statements.rows("claim-chosen-credits", parameters), "credit_id");
        if (!credits.isEmpty()) {
            parameters.put("credit_ids", credits);
            statements.update("claim-copy", parameters);
            statements.update("claim-remove-credits", parameters);
        }
    }

    private static List<Object> column(List<Map<String, Object>> rows, String column) {
        return rows.stream().map(row -> row.get(column)).toList();
    }
}
