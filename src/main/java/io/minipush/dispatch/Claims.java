package io.minipush.dispatch;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.minipush.cluster.Node;
import io.minipush.notification.Channel;
import io.minipush.platform.Platforms;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Dialect;
import io.minipush.storage.Statements;

/**
 * Claims due notifications of one app for this node, each with a credit of its own purse, if it needs one. Everything here happens in the one
 * commit of its caller, under the gate of the app.
 */
public final class Claims {

    /**
     * What one claim got.
     *
     * @param probe       the app is only being tried again after a rest
     * @param leftSome    whether something is due that there was no place for
     * @param worked      whether the claim changed anything, so that another look is worth while
     * @param budgetDay   the day whose budget is used up, so that something is kept back; else null
     */
    public record Claim(String appId, boolean probe, List<ClaimedNotification> notifications, boolean worked, boolean leftSome, LocalDate budgetDay) {

        static Claim nothing(String appId) {
            return new Claim(appId, false, List.of(), false, false, null);
        }
    }

    /** More notifications of one purse than this in one claim wait for the next: each needs a statement of its own. */
    private static final int PASSES = 8;

    private final Statements statements;
    private final Dialect dialect;
    private final DatabaseClock clock;
    private final Node node;
    private final Settings settings;
    private final Platforms platforms;

    public Claims(Statements statements, Dialect dialect, DatabaseClock clock, Node node, Settings settings, Platforms platforms) {
        this.statements = statements;
        this.dialect = dialect;
        this.clock = clock;
        this.node = node;
        this.settings = settings;
        this.platforms = platforms;
    }

    /**
     * @param places     how many at most
     * @param unprovable of these, how many at most whose post no repeat settles
     * @param idle       whether this node has nothing else of this app: only then it may probe
     */
    public Claim claim(String appId, InFlight.Places places, InFlight.Places unprovable, boolean idle) {
        Gate gate = Gate.of(statements.row("lock-gate", Map.of("app", appId)).orElseThrow());
        LocalDateTime now = clock.now();
        boolean probe = gate.holdUntil() != null;
        if (gate.pausedAt() != null || probe && (gate.holdUntil().isAfter(now) || !idle)) {
            return Claim.nothing(appId);
        }
        wakeWaiting(appId, now);
        Set<String> held = missingChannels(appId);
        boolean worked = endHolds(appId, now, held);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("app", appId);
        parameters.put("now", now);
        parameters.put("n", places.most());
        List<Candidate> candidates = new ArrayList<>();
        Map<String, List<String>> keptBack = new TreeMap<>();
        for (Map<String, Object> row : statements.rows(places.urgentOnly() ? "claim-urgent-candidates" : "claim-candidates", parameters)) {
            Candidate candidate = Candidate.of(row);
            Optional<String> hold = candidate.heldBy(held, now);
            if (hold.isPresent()) {
                keptBack.computeIfAbsent(hold.get(), key -> new ArrayList<>()).add(candidate.id());
            } else {
                candidates.add(candidate);
            }
        }
        keptBack.forEach((key, ids) -> keepBack(key, ids, now));
        Allowance allowance = new Allowance(gate, settings.apps().get(appId), now,
                now.atOffset(ZoneOffset.UTC).atZoneSameInstant(settings.timeZone()).toLocalDate());
        ScarcePlaces scarce = new ScarcePlaces(unprovable, candidate -> platforms.proves(appId, candidate.channel()));
        List<String> chosen = Lanes.share(candidates, probe ? 1 : places.most(), allowance, scarce, now);
        worked |= !keptBack.isEmpty() || !chosen.isEmpty();
        if (chosen.isEmpty()) {
            return new Claim(appId, probe, List.of(), worked, scarce.leftSome(), allowance.stoppedBudget());
        }
        parameters.put("ids", chosen);
        parameters.put("reserve_until", now.plus(settings.creditMargin()));
        parameters.put("node", node.id());
        parameters.put("claim", node.nextClaim());
        List<Map<String, Object>> rows = dialect == Dialect.POSTGRESQL ? statements.rows("claim-due", parameters) : byPasses(parameters);
        List<ClaimedNotification> claimed = rows.stream()
                .filter(row -> row.get("state").equals("sending"))
                .map(ClaimedNotification::of)
                .toList();
        charge(appId, allowance, (int) claimed.stream().filter(one -> one.isToBePosted(now.toInstant(ZoneOffset.UTC))).count());
        return new Claim(appId, probe, claimed, worked, scarce.leftSome(), allowance.stoppedBudget());
    }

    /** Of an app that lives on another platform since: what that one cannot carry is kept back, too. */
    private Set<String> missingChannels(String appId) {
        Set<String> missing = new HashSet<>();
        for (Channel channel : Channel.values()) {
            if (!platforms.offers(appId, channel)) {
                missing.add(channel.holdKey());
            }
        }
        return missing;
    }

    /** Makes what a released template or channel kept back due again, some at a time; {@code held} gets what still is held. */
    private boolean endHolds(String appId, LocalDateTime now, Set<String> held) {
        boolean worked = false;
        for (Map<String, Object> hold : statements.rows("template-holds", Map.of("app", appId))) {
            String key = (String) hold.get("hold_key");
            if (hold.get("released_at") == null) {
                held.add(key);
                continue;
            }
            worked = true;
            if (statements.update("release-notifications", Map.of("app", appId, "hold_key", key, "now", now)) == 0) {
                statements.update("end-template-hold", Map.of("app", appId, "hold_key", key));
            }
        }
        return worked;
    }

    /** A held notification leaves the queue, so that nobody meets it again; the credit that woke it may serve another. */
    private void keepBack(String key, List<String> ids, LocalDateTime now) {
        statements.update("wake-others", Map.of("ids", ids, "now", now));
        statements.update("hold-notifications", Map.of("ids", ids, "hold_key", key, "now", now));
    }

    private void charge(String appId, Allowance allowance, int posts) {
        if (posts > 0) {
            statements.update("charge-gate", Map.of("app", appId, "paced_until", allowance.pacedAfter(posts), "quota_day", allowance.today(),
                    "quota_used", allowance.usedAfter(posts)));
        }
    }

    private void wakeWaiting(String appId, LocalDateTime now) {
        List<Map<String, Object>> wakeUps = statements.rows("due-wake-ups", Map.of("app", appId, "now", now));
        if (wakeUps.isEmpty()) {
            return;
        }
        statements.update("remove-wake-ups", Map.of("ids", column(wakeUps, "id")));
        Map<String, Integer> uses = new TreeMap<>();
        wakeUps.forEach(row -> uses.merge((String) row.get("purse"), ((Number) row.get("uses")).intValue(), Integer::sum));
        statements.batch("wake-waiting", uses.entrySet().stream()
                .map(purse -> Map.of("app", appId, "now", now, "purse", purse.getKey(), "uses", purse.getValue()))
                .toList());
    }

    /**
     * For databases that cannot do it in one statement: the first notification of each purse gets the first credit in it, then
     * the second, and so on, so that no pass looks at more credits than it moves.
     */
    private List<Map<String, Object>> byPasses(Map<String, Object> parameters) {
        statements.update("claim-mark", parameters);
        List<List<Object>> passes = new ArrayList<>();
        Map<Object, Integer> seen = new HashMap<>();
        for (Map<String, Object> row : statements.rows("claim-needs", parameters)) {
            int pass = seen.merge(row.get("purse"), 1, Integer::sum) - 1;
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

    /** Each of the notifications gets the first credit of its purse, if there is one. */
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
