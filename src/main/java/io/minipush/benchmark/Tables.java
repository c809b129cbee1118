package io.minipush.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.minipush.drill.EmbeddedDatabase;
import io.minipush.simulator.FormGrant;

/** Puts rows into the gateway's tables faster than the API could, on PostgreSQL. The books stay right. */
final class Tables {

    private static final String NOW = "(clock_timestamp() AT TIME ZONE 'UTC')";

    private final EmbeddedDatabase.Login login;
    private final String app;

    Tables(EmbeddedDatabase.Login login, String app) {
        this.login = login;
        this.app = app;
    }

    Connection open() throws SQLException {
        return DriverManager.getConnection(login.url() + "?reWriteBatchedInserts=true", login.user(), login.password());
    }

    String version() throws SQLException {
        try (Connection connection = open()) {
            return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    /** From now on nothing of the app is claimed, on any node. */
    void hold() throws SQLException {
        run("UPDATE app SET hold_until = " + NOW + " + INTERVAL '1 day', hold_reason = 'benchmark' WHERE app_id = '" + app + "'");
    }

    void release() throws SQLException {
        run("UPDATE app SET hold_until = NULL, hold_errcode = NULL, hold_reason = NULL WHERE app_id = '" + app + "'");
    }

    /** How many notifications have not come to an end, those that wait for a credit apart. */
    long onTheirWay() throws SQLException {
        return number("SELECT count(*) FROM notification WHERE app_id = '" + app + "' AND state IN ('accepted', 'sending')");
    }

    /** Notifications of users who have no credit. */
    void addWaiting(int count) throws SQLException {
        run("INSERT INTO notification (id, app_id, state, touser, template_id, message, on_no_credit, created_at, updated_at, expires_at, due_at, wait_key, purse)"
                + " SELECT '0WAIT' || lpad(g::text, 21, '0'), '" + app + "', 'waiting', 'o-waits-' || g, 't', '{\"page\":\"index\",\"data\":{}}', 'wait', t.now, t.now,"
                + " t.now + INTERVAL '7 days', t.now + INTERVAL '7 days', 'o-waits-' || g, 'o-waits-' || g FROM generate_series(1, " + count + ") g, (SELECT " + NOW + " AS now) t");
        run("INSERT INTO book_entry (app_id, taken_in) VALUES ('" + app + "', " + count + ")");
    }

    /** Credits of users who get no message, ten each. */
    void addIdleCredits(int count) throws SQLException {
        run("INSERT INTO form_id_seen (app_id, form_hash, collection, forget_at)"
                + " SELECT '" + app + "', lpad(g::text, 43, '0'), 'benchmark', " + NOW + " + INTERVAL '8 days' FROM generate_series(1, " + count + ") g");
        run("INSERT INTO credit (app_id, openid, purse, form_id, use_no, kind, collected_at, usable_from, expires_at, reserve_order)"
                + " SELECT '" + app + "', 'o-idle-' || g / 10, 'o-idle-' || g / 10, 'idle-' || g, 1, 'form', t.now, t.now, t.now + INTERVAL '7 days', t.now + INTERVAL '7 days'"
                + " FROM generate_series(1, " + count + ") g, (SELECT " + NOW + " AS now) t");
        run("INSERT INTO book_entry (app_id, collected) VALUES ('" + app + "', " + count + ")");
    }

    /** One accepted notification and one credit for each grant: the work of a loop. */
    void addWork(List<FormGrant> grants, String message) throws SQLException {
        try (Connection connection = open();
                PreparedStatement credit = connection.prepareStatement("INSERT INTO credit (app_id, openid, purse, form_id, use_no, kind, collected_at, usable_from,"
                        + " expires_at, reserve_order) SELECT ?, ?, ?, ?, 1, 'form', t.now, t.now, t.now + INTERVAL '7 days', t.now + INTERVAL '7 days' FROM (SELECT "
                        + NOW + " AS now) t");
                PreparedStatement notification = connection.prepareStatement("INSERT INTO notification (id, app_id, state, touser, purse, template_id, message,"
                        + " on_no_credit, created_at, updated_at, expires_at, due_at) SELECT ?, ?, 'accepted', ?, ?, 't', ?, 'wait', t.now, t.now,"
                        + " t.now + INTERVAL '7 days', t.now FROM (SELECT " + NOW + " AS now) t")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < grants.size(); i++) {
                credit.setString(1, app);
                credit.setString(2, grants.get(i).openid());
                credit.setString(3, grants.get(i).openid());
                credit.setString(4, grants.get(i).formId());
                credit.addBatch();
                notification.setString(1, workId(i));
                notification.setString(2, app);
                notification.setString(3, grants.get(i).openid());
                notification.setString(4, grants.get(i).openid());
                notification.setString(5, message);
                notification.addBatch();
            }
            credit.executeBatch();
            notification.executeBatch();
            connection.commit();
        }
        analyze();
    }

    static String workId(int number) {
        return "%026d".formatted(number);
    }

    /** What autovacuum would do a minute later. */
    void analyze() throws SQLException {
        run("VACUUM ANALYZE");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
