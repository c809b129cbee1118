package io.minipush.books;

import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;

import io.minipush.TestNode;
import io.minipush.credit.Purse;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts rows into the tables, and into the books what belongs to them. */
public final class Ledger {

    private final TestNode node;
    private final JdbcTemplate jdbc;
    private int serial;

    public Ledger(TestNode node) {
        this.node = node;
        this.jdbc = new JdbcTemplate(node.database.dataSource());
    }

    public void openBook(String app) {
        jdbc.update("INSERT INTO app (app_id, created_at) VALUES (?, ?)", app, node.clock.now());
        jdbc.update("INSERT INTO book (app_id) VALUES (?)", app);
    }

    /** Free credits, collected a week before their end. */
    public void credits(String app, int count, String kind, LocalDateTime expiresAt) {
        credits(app, count, kind, expiresAt.minusDays(7), expiresAt);
    }

    /** Free subscriptions, collected long ago. */
    public void subscriptions(String app, int count) {
        credits(app, count, "subscription", node.clock.now().minusDays(400), LocalDateTime.of(9000, 1, 1, 0, 0));
    }

    private void credits(String app, int count, String kind, LocalDateTime collected, LocalDateTime expiresAt) {
        String sql = "INSERT INTO credit (app_id, openid, purse, form_id, use_no, kind, collected_at, usable_from, expires_at, reserve_order) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)";
        jdbc.batchUpdate(sql, rows(count, i -> {
            String user = "o" + i % 100;
            String purse = kind.equals("subscription") ? Purse.of(user, "T") : Purse.of(user);
            return new Object[] {app, user, purse, "f" + serial++, kind, collected, collected, expiresAt, expiresAt};
        }));
        jdbc.update("INSERT INTO book_entry (app_id, collected) VALUES (?, ?)", app, count);
    }

    /** @param tied whether each still holds a credit */
    public void notifications(String app, int count, String state, LocalDateTime endedAt, boolean tied) {
        String sql = "INSERT INTO notification (id, app_id, state, touser, template_id, message, on_no_credit, created_at, updated_at, expires_at, ended_at, form_id)"
                + " VALUES (?, ?, ?, 'o1', 't1', '{}', 'wait', ?, ?, ?, ?, ?)";
        LocalDateTime created = node.clock.now().minusDays(60);
        jdbc.batchUpdate(sql, rows(count, i -> {
            int n = serial++;
            return new Object[] {String.format("%026d", n), app, state, created, created, created.plusDays(7), endedAt, tied ? "f" + n : null};
        }));
        jdbc.update("INSERT INTO book_entry (app_id, taken_in, collected) VALUES (?, ?, ?)", app, count, tied ? count : 0);
    }

    public void formIdsSeen(String app, int count, LocalDateTime forgetAt) {
        jdbc.batchUpdate("INSERT INTO form_id_seen (app_id, form_hash, collection, forget_at) VALUES (?, ?, 'c', ?)",
                rows(count, i -> new Object[] {app, "h" + serial++, forgetAt}));
    }

    public void idempotencyKeys(String app, int count, LocalDateTime createdAt) {
        jdbc.batchUpdate("INSERT INTO idempotency (app_id, key_hash, body_hash, answer, created_at) VALUES (?, ?, 'b', '{}', ?)",
                rows(count, i -> new Object[] {app, "k" + serial++, createdAt}));
    }

    public void eventsSeen(String app, int count, LocalDateTime seenAt) {
        jdbc.batchUpdate("INSERT INTO event_seen (app_id, event_hash, seen_at) VALUES (?, ?, ?)", rows(count, i -> new Object[] {app, "e" + serial++, seenAt}));
    }

    /** A result that belongs to no notification. */
    public void pushResult(String app, LocalDateTime arrivedAt) {
        jdbc.update("INSERT INTO push_result (app_id, msgid, openid, template_id, push, sent_at, arrived_at, look_at) VALUES (?, ?, 'o1', 't1', 'pushed', ?, ?, ?)",
                app, serial++, arrivedAt, arrivedAt, arrivedAt.plusYears(1));
    }

    /** @return its number */
    public long node(LocalDateTime heartbeatAt) {
        String name = "n" + serial++;
        jdbc.update("INSERT INTO node (name, started_at, heartbeat_at) VALUES (?, ?, ?)", name, heartbeatAt, heartbeatAt);
        return jdbc.queryForObject("SELECT node_id FROM node WHERE name = ?", Long.class, name);
    }

    public long count(String table) {
        return jdbc.queryForObject("SELECT count(*) FROM " + table, Long.class);
    }

    @SuppressWarnings("unchecked")
    public static List<Books> read(TestNode node) {
        return node.template().requestBody("direct:read-books", null, List.class);
    }

    public static Books read(TestNode node, String app) {
        return read(node).stream().filter(book -> book.appId().equals(app)).findFirst().orElseThrow();
    }

    private static List<Object[]> rows(int count, java.util.function.IntFunction<Object[]> row) {
        return IntStream.range(0, count).mapToObj(row).toList();
    }
}
