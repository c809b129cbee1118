package io.minipush.status;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.minipush.access.Key;
import io.minipush.books.Books;
import io.minipush.cluster.Node;
import io.minipush.hands.AppStatus;
import io.minipush.notification.Channel;
import io.minipush.notification.State;
import io.minipush.settings.App;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import io.minipush.token.TokenHealth;

/** Gathers what the page shows: a few short statements, and figures that are counted anyway. Thread-safe. */
final class StatusReport {

    private static final int MOST_FAILED = 2000;
    private static final int DEEDS = 50;

    /**
     * One app.
     *
     * @param books  of some seconds ago; empty before they were counted first
     * @param failed rows of {@code failed-by-code}
     * @param token  row of {@code find-token-health}; empty if its platform wants none
     */
    record OneApp(AppStatus.Status status, Optional<Books> books, Situation situation, List<Finding> findings, ReachableUsers.Count users,
            List<Map<String, Object>> failed, Optional<Map<String, Object>> token) {
    }

    private final Settings settings;
    private final Statements statements;
    private final DatabaseClock clock;
    private final AppStatus apps;
    private final Figures figures;
    private final ReachableUsers users;
    private final Function<String, List<String>> stoppedRoutes;

    /** @param stoppedRoutes of an app */
    StatusReport(Settings settings, Statements statements, DatabaseClock clock, AppStatus apps, Figures figures, Function<String, List<String>> stoppedRoutes) {
        this.settings = settings;
        this.statements = statements;
        this.clock = clock;
        this.apps = apps;
        this.figures = figures;
        this.users = new ReachableUsers(statements, clock, settings.creditMargin());
        this.stoppedRoutes = stoppedRoutes;
    }

    /** The apps that the key serves; for it there are no others. */
    List<OneApp> of(Key key) {
        Set<String> ids = new TreeSet<>(settings.apps().keySet());
        ids.removeIf(id -> !key.serves(id));
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, Duration> oldest = oldestDue();
        return apps.of(ids).stream().map(status -> one(status, oldest)).toList();
    }

    /** How many nodes beat. */
    long nodesAlive() {
        return statements.rows("alive-instances", Map.of("alive_since", clock.now().minus(Node.SILENT_AFTER))).size();
    }

    Instant now() {
        return clock.instant();
    }

    private OneApp one(AppStatus.Status status, Map<String, Duration> oldest) {
        String id = status.app().appId();
        Optional<Map<String, Object>> token = statements.row("find-token-health", Map.of("app", id));
        Optional<Books> books = figures.books(id);
        Situation situation = situation(status, token, books, oldest.getOrDefault(id, Duration.ZERO));
        return new OneApp(status, books, situation, Diagnosis.of(situation), users.of(id),
                statements.rows("failed-by-code", Map.of("app", id, "n", MOST_FAILED)), token);
    }

    private Situation situation(AppStatus.Status status, Optional<Map<String, Object>> token, Optional<Books> books, Duration oldest) {
        App app = status.app();
        Map<String, Object> row = status.row();
        Instant pausedAt = Utc.instant(row.get("paused_at"));
        LocalDate tomorrow = LocalDate.ofInstant(clock.instant(), settings.timeZone()).plusDays(1);
        return new Situation(clock.instant(), pausedAt, pausedAt == null ? null : pausedBy(app.appId()), stoppedRoutes.apply(app.appId()),
                token.map(this::token).orElse(Situation.Token.NOT_NEEDED), Utc.instant(row.get("hold_until")), number(row.get("hold_errcode")), (String) row.get("hold_reason"),
                status.withdrawn().entrySet().stream().map(gone -> withdrawn(gone.getKey(), gone.getValue())).toList(), status.heldTemplates(),
                status.quotaUsed(), app.ordinaryBudget(), tomorrow.atStartOfDay(settings.timeZone()).toInstant(), figures.silence(app.appId()).orElse(null),
                number(books, State.ACCEPTED) + number(books, State.SENDING), number(books, State.WAITING), number(books, State.UNCERTAIN), oldest);
    }

    /** @param row of {@code find-token-health} */
    private Situation.Token token(Map<String, Object> row) {
        return new Situation.Token(TokenHealth.of(row, clock.instant()), number(row.get("last_errcode")), (String) row.get("last_error"), Utc.instant(row.get("refresh_at")));
    }

    /** @param row of {@code held-templates} */
    private static Situation.Withdrawn withdrawn(Channel channel, Map<String, Object> row) {
        return new Situation.Withdrawn(channel.word(), number(row.get("errcode")), (String) row.get("reason"));
    }

    private static long number(Optional<Books> books, State state) {
        return books.map(one -> one.notifications().get(state)).orElse(0L);
    }

    private String pausedBy(String appId) {
        return statements.rows("list-audit", Map.of("app", appId, "before_no", Long.MAX_VALUE, "n", DEEDS)).stream()
                .filter(deed -> "pause".equals(deed.get("action"))).map(deed -> (String) deed.get("who")).findFirst().orElse(null);
    }

    /** What lies ahead, as a message for later does, is not due. */
    Map<String, Duration> oldestDue() {
        LocalDateTime now = clock.now();
        return statements.rows("oldest-due", Map.of()).stream().filter(row -> row.get("due_at") != null && ((Timestamp) row.get("due_at")).toLocalDateTime().isBefore(now))
                .collect(Collectors.toMap(row -> (String) row.get("app_id"), row -> Duration.between(((Timestamp) row.get("due_at")).toLocalDateTime(), now),
                        (one, other) -> one.compareTo(other) > 0 ? one : other));
    }

    static Integer number(Object column) {
        return column == null ? null : ((Number) column).intValue();
    }
}
