package io.minipush.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.minipush.TestSettings;
import io.minipush.credit.Purse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The cost of a message is flat: no statement reads a table, the waiting notifications or a user's many credits. Each is run
 * on each database beside some ten thousand rows that are none of its business.
 */
class StatementPlansIT {

    private static final int MANY = 10_000;
    private static final int FEW = 500;
    private static final LocalDateTime NOW = LocalDateTime.now(ZoneOffset.UTC).withNano(0);
    private static final LocalDateTime NEVER = LocalDateTime.of(9000, 1, 1, 0, 0);
    private static final List<String> LARGE = List.of("credit", "notification", "form_id_seen", "wake_up", "idempotency", "book_entry", "audit", "outcome", "event_seen", "push_result");

    /** What reads many of an app's rows by design: along an index, and never on the way of a message. */
    private static final Map<String, String> COUNTS = Map.of(
            "pick-book-entries", "up to 5000 at a time, each once in its life",
            "books", "every row of an app is counted, each along an index",
            "credit-stock", "every free credit of an app is counted by its kind",
            "stock-of-app", "somebody asked how many formIds an app has",
            "reachable-users", "somebody looks at the status page: once a minute at most, and for a twentieth of the time",
            "outcomes-waiting", "counts no further than 100000");

    @ParameterizedTest
    @EnumSource
    void noStatementReadsRowsThatAreNoneOfItsBusiness(Dialect dialect) throws Exception {
        var login = TestDatabases.create(dialect);
        Database.open(TestSettings.on(login).read()).close();
        Map<String, String> faults = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password())) {
            fill(connection);
            Plan.analyze(dialect, connection, LARGE);
            for (String name : statements(dialect)) {
                String sql = text(dialect, name);
                Plan plan;
                try {
                    plan = Plan.of(dialect, connection, sql, parameters(name));
                } catch (Exception e) {
                    faults.put(name, "cannot be explained: " + e.getMessage());
                    continue;
                }
                if (COUNTS.containsKey(name)) {
                    continue;
                }
                List<String> scans = plan.scans().stream().filter(scan -> LARGE.stream().anyMatch(scan.toLowerCase()::contains)).toList();
                if (plan.mostRows() > FEW || !scans.isEmpty()) {
                    faults.put(name, "reads " + plan.mostRows() + " rows, scans " + scans + "\n" + plan.text());
                }
            }
        }
        if (!faults.isEmpty()) {
            fail(dialect + ":\n" + String.join("\n", faults.entrySet().stream().map(f -> f.getKey() + " " + f.getValue()).toList()));
        }
    }

    private static List<String> statements(Dialect dialect) throws Exception {
        List<String> names = new ArrayList<>();
        for (Path folder : List.of(Path.of("sql/query"), Path.of("sql/query", dialect.folder()))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".sql"))
                        .map(file -> file.substring(0, file.length() - 4)).forEach(names::add);
            }
        }
        assertThat(names).isNotEmpty();
        if (dialect == Dialect.POSTGRESQL) {
            // It claims in one statement.
            names.removeIf(name -> name.startsWith("claim-") && !name.equals("claim-due"));
        }
        return names.stream().distinct().sorted().toList();
    }

    private static String text(Dialect dialect, String name) throws Exception {
        String text = Files.readString(Path.of(new QueryFiles(dialect).apply(name).replace("classpath:", "")));
        return text.replaceAll("(?m)^--.*$", "").replace(":#in:", ":").replace(":#", ":");
    }

    /** One value for every parameter of any statement. */
    private static Map<String, Object> parameters(String statement) {
        Map<String, Object> values = new HashMap<>();
        values.put("app", "wx");
        values.put("apps", List.of("wx"));
        values.put("now", NOW);
        values.put("since", NOW.minusDays(7));
        values.put("until", NOW.plusMinutes(1));
        values.put("reserve_until", NOW.plusHours(1));
        values.put("n", 64);
        values.put("node", 1L);
        values.put("claim", 1L);
        values.put("id", "N-claimed-1");
        values.put("ids", List.of("N-claimed-1", "N-claimed-2"));
        values.put("openid", "o-rich");
        values.put("purse", "o-rich");
        values.put("channel", "template");
        values.put("hold_key", "T");
        values.put("uses", 1);
        values.put("form_ids", List.of("f1"));
        values.put("usable_from", NOW);
        values.put("reserve_order", NOW);
        values.put("freed", false);
        values.put("evidence", "answer");
        values.put("msgid", 3248682510344192008L);
        values.put("errcode", 0);
        values.put("reason", "none");
        values.put("state", "accepted");
        values.put("attempt", 1);
        values.put("setbacks", 0);
        values.put("refused", 0);
        values.put("due_at", NOW);
        values.put("ended_at", NOW);
        values.put("doubt", false);
        values.put("silent_since", NOW.minusSeconds(8));
        values.put("name", "home");
        values.put("ended_before", NOW.minusDays(30));
        values.put("keys_before", NOW.minusDays(30));
        values.put("silent_before", NOW.minusDays(1));
        values.put("runs_before", NOW.minusDays(8));
        values.put("usable_until", NOW.plusHours(1));
        values.put("soon", NOW.plusDays(1));
        values.put("job", "purge-expired");
        values.put("fire_at", NOW);
        values.put("removed", 1);
        values.put("burnt", 0);
        values.put("version", 0L);
        values.put("foreign", 1);
        values.put("access_token", "a token");
        values.put("source", "stable");
        for (String time : List.of("lease_until", "longer_lease", "fetched_at", "expires_at", "refresh_at", "forced_at")) {
            values.put(time, NOW);
        }
        for (String time : List.of("asked_before", "read_at")) {
            values.put(time, NOW);
        }
        values.put("listing", "[]");
        values.put("cgi_path", "/cgi-bin/stable_token");
        for (String figure : List.of("daily_limit", "remain")) {
            values.put(figure, 1000L);
        }
        values.put("forced_day", NOW.toLocalDate());
        values.put("forced_count", 1);
        values.put("last_errcode", 40125);
        values.put("last_error", "invalid appsecret");
        values.put("before", "~");
        values.put("after", "");
        values.put("before_no", Long.MAX_VALUE);
        values.put("outcomes", List.of(1L, 2L));
        values.put("silent", 100L);
        values.put("purses", List.of("o1", "o3"));
        values.put("first", Purse.firstOf("T-few"));
        values.put("after", Purse.after("T-few"));
        values.put("who", "alice (api-key)");
        values.put("action", "retry");
        values.put("target", null);
        values.put("detail", null);
        if (statement.equals("remove-wake-ups") || statement.equals("remove-book-entries")) {
            values.put("ids", List.of(1L, 2L));
        }
        if (statement.equals("erase-push-results") || statement.equals("erase-credits")) {
            values.put("openid", "o1");
        }
        if (statement.equals("erase-window")) {
            values.put("after", "");
        }
        if (statement.equals("revive-node")) {
            values.put("node", 99L);
        }
        if (statement.equals("stock-of-purse") || statement.equals("empty-purse")) {
            values.put("purse", "o1");
        }
        values.put("credit_ids", List.of(1L, 2L));
        values.put("hashes", List.of("h1", "h2"));
        values.put("form_hash", "h-new");
        values.put("form_id", "f-new");
        values.put("key_hash", "k1");
        values.put("body_hash", "b");
        values.put("answer", "{}");
        values.put("reference", "r");
        values.put("touser", "o1");
        values.put("template_id", "T");
        values.put("message", "{}");
        values.put("on_no_credit", "wait");
        values.put("on_uncertain", null);
        values.put("lane", 1);
        values.put("paced_until", NOW);
        values.put("quota_day", NOW.toLocalDate());
        values.put("quota_used", 1);
        values.put("posts", 1);
        values.put("key_hashes", List.of("k1", "k-new"));
        values.put("alive_since", NOW);
        values.put("use_no", 1);
        values.put("kind", "form");
        values.put("collection", "C");
        for (String time : List.of("created_at", "expires_at", "collected_at", "forget_at", "soon")) {
            values.put(time, NOW.plusDays(1));
        }
        values.put("event_hash", "h-new");
        values.put("events_before", NOW.minusDays(8));
        values.put("results_before", NOW.minusDays(8));
        values.put("msgid", 7L);
        values.put("msgids", List.of(7L, 8L));
        values.put("push", "pushed");
        values.put("push_reason", null);
        values.put("sent_at", NOW);
        values.put("claimed_at", NOW);
        values.put("look_at", NOW);
        values.put("push_result", 1L);
        values.put("push_results", List.of(1L, 2L));
        if (statement.startsWith("insert-notification")) {
            values.put("id", "N-new");
        }
        if (statement.startsWith("insert-idempotency")) {
            values.put("key_hash", "k-new");
        }
        for (String count : List.of("taken_in", "archived", "collected", "used", "expired")) {
            values.put(count, 1);
        }
        return values;
    }

    private static void fill(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        connection.createStatement().executeUpdate("INSERT INTO app (app_id, created_at) VALUES ('wx', '2026-01-01 00:00:00')");
        connection.createStatement().executeUpdate("INSERT INTO token (app_id, refresh_at) VALUES ('wx', '2026-01-01 00:00:00')");
        connection.createStatement().executeUpdate("INSERT INTO book (app_id) VALUES ('wx')");
        connection.createStatement().executeUpdate("INSERT INTO template_hold (app_id, hold_key, held_at) VALUES ('wx', 'T-held', '2026-01-01 00:00:00')");
        connection.createStatement().executeUpdate("INSERT INTO node (name, started_at, heartbeat_at) VALUES ('home', '2026-01-01 00:00:00', '2026-01-01 00:00:00')");
        String credit = "INSERT INTO credit (app_id, openid, purse, form_id, use_no, kind, collected_at, usable_from, expires_at, reserve_order) VALUES ('wx',?,?,?,1,'form',?,?,?,?)";
        try (PreparedStatement insert = connection.prepareStatement(credit)) {
            for (int i = 0; i < MANY; i++) {
                // One user has half of all credits.
                String user = i % 2 == 0 ? "o-rich" : "o" + i;
                batch(insert, user, user, "f" + i, NOW, NOW, NOW.plusDays(7), NOW.plusDays(7).plusNanos(i * 1000L));
                // And as many subscriptions.
                String subscribed = Purse.of("o" + i, i % 500 == 0 ? "T-few" : "T-many" + i % 2);
                batch(insert, "o" + i, subscribed, "s " + i, NOW, NOW, NEVER, NEVER);
            }
            insert.executeBatch();
        }
        String notification = "INSERT INTO notification (id, app_id, state, touser, template_id, message, on_no_credit, created_at, updated_at, expires_at, due_at, wait_key, ended_at, node_id, claim_no, form_id, form_use_no, form_kind, form_collected_at, form_expires_at, form_freed)"
                + " VALUES (?,'wx',?,?,'T','{}','wait',?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
        try (PreparedStatement insert = connection.prepareStatement(notification)) {
            for (int i = 0; i < MANY; i++) {
                LocalDateTime late = NOW.plusDays(7);
                // Waiting, half of them for one user.
                String user = i % 2 == 0 ? "o-poor" : "w" + i;
                batch(insert, "N-waiting-" + i, "waiting", user, NOW, NOW, late, late, user, null, null, null, null, null, null, null, null, null);
                // Ended.
                batch(insert, "N-sent-" + i, "sent", "o" + i, NOW, NOW, late, null, null, NOW, null, null, null, null, null, null, null, null);
                // A backlog that is not due yet.
                batch(insert, "N-later-" + i, "accepted", "o" + i, NOW, NOW, late, NOW.plusDays(1), null, null, null, null, null, null, null, null, null);
            }
            for (int i = 0; i < 200; i++) {
                batch(insert, "N-due-" + i, "accepted", i % 20 == 0 ? "o-rich" : "o" + i, NOW, NOW, NOW.plusDays(7), NOW.minusSeconds(1), null, null, null, null, null, null, null, null, null);
            }
            for (int i = 0; i < 20; i++) {
                batch(insert, "N-claimed-" + i, "sending", "o" + i, NOW, NOW, NOW.plusDays(7), null, null, null, 1L, 1L, "t" + i, (short) 1, "form", NOW, NOW.plusDays(7), false);
            }
            insert.executeBatch();
        }
        connection.createStatement().executeUpdate("UPDATE notification SET purse = touser");
        connection.createStatement().executeUpdate("UPDATE notification SET msgid = 7 WHERE id = 'N-sent-7'");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO form_id_seen (app_id, form_hash, collection, forget_at) VALUES ('wx',?,'C',?)")) {
            for (int i = 0; i < MANY; i++) {
                batch(insert, "h" + i, NOW.plusDays(8));
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO wake_up (app_id, purse, uses, usable_from) VALUES ('wx',?,1,?)")) {
            for (int i = 0; i < MANY; i++) {
                batch(insert, "o" + i, NOW.plusDays(1));
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO idempotency (app_id, key_hash, body_hash, answer, created_at) VALUES ('wx',?,'b','{}',?)")) {
            for (int i = 0; i < MANY; i++) {
                batch(insert, "k" + i, NOW);
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO book_entry (app_id, taken_in) VALUES (?, 1)")) {
            for (int i = 0; i < MANY; i++) {
                batch(insert, i % 2 == 0 ? "wx" : "other");
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO audit (at, who, action, app_id) VALUES (?, 'alice', 'pause', ?)")) {
            for (int i = 0; i < MANY; i++) {
                batch(insert, NOW, i % 2 == 0 ? "wx" : "other");
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO outcome (node_id, app_id, notification_id, state, at) VALUES (?, 'wx', ?, 'sent', ?)")) {
            for (int i = 0; i < MANY; i++) {
                batch(insert, 100 + i % 100, "N-sent-" + i, NOW);
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO event_seen (app_id, event_hash, seen_at) VALUES ('wx', ?, ?)")) {
            for (int i = 0; i < MANY; i++) {
                batch(insert, "h" + i, NOW);
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO push_result (app_id, msgid, openid, template_id, push, sent_at, arrived_at, look_at)"
                + " VALUES ('wx', ?, ?, ?, 'pushed', ?, ?, ?)")) {
            for (int i = 0; i < MANY; i++) {
                batch(insert, 1_000_000L + i, i % 2 == 0 ? "o-rich" : "o" + i, "T" + i, NOW, NOW, NOW.plusDays(1));
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void batch(PreparedStatement insert, Object... values) throws Exception {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.addBatch();
    }
}
