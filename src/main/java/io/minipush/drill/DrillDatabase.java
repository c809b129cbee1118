package io.minipush.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.minipush.storage.Dialect;

/**
 * The database under a drill, and a look into its tables that takes no part in the gateway's code: the judge reads the rows
 * with statements of his own.
 */
final class DrillDatabase implements AutoCloseable {

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final EmbeddedDatabase server;
    private final EmbeddedDatabase.Login login;

    /** @param server null on H2 */
    private DrillDatabase(EmbeddedDatabase server, EmbeddedDatabase.Login login) {
        this.server = server;
        this.login = login;
    }

    /** @param folder gets the file of H2, so that it stays with the logs of a drill that failed */
    static DrillDatabase start(Dialect dialect, Path folder) throws IOException, SQLException {
        if (dialect == Dialect.H2) {
            return new DrillDatabase(null, new EmbeddedDatabase.Login("jdbc:h2:file:" + folder.resolve("database") + ";WRITE_DELAY=0", "", ""));
        }
        EmbeddedDatabase server = EmbeddedDatabase.start(dialect);
        return new DrillDatabase(server, server.create());
    }

    EmbeddedDatabase.Login login() {
        return login;
    }

    /** Whether it can be looked into while gateways run: an H2 file belongs to one process. */
    boolean isShared() {
        return server != null;
    }

    /** The number of the process that runs, or last ran, under this name; 0 for none. */
    long node(String instance) throws SQLException {
        return number("SELECT coalesce(max(node_id), 0) FROM node WHERE name = ?", instance);
    }

    /** How many notifications this process has claimed and not settled. */
    long claimedBy(long node) throws SQLException {
        return number("SELECT count(*) FROM notification WHERE node_id = ?", node);
    }

    /** Everything that a verdict needs. On H2 only when no gateway runs. */
    Evidence.DatabaseView view(String app) throws SQLException {
        long rows = number("SELECT count(*) FROM notification WHERE app_id = ?", app);
        List<String> free = list("SELECT form_id FROM credit WHERE app_id = ? AND kind <> 'subscription'", app, row -> row.getString(1));
        List<String> freeSubscriptions = list("SELECT purse FROM credit WHERE app_id = ? AND kind = 'subscription'", app, row -> row.getString(1));
        List<Evidence.Tied> tied = list("SELECT form_id, id FROM notification WHERE app_id = ? AND form_kind <> 'subscription'", app,
                row -> new Evidence.Tied(row.getString(1), row.getString(2)));
        List<String> tiedSubscriptions = list("SELECT id FROM notification WHERE app_id = ? AND form_kind = 'subscription'", app, row -> row.getString(1));
        List<String> waiting = list("SELECT wait_key FROM notification WHERE app_id = ? AND state = 'waiting'", app, row -> row.getString(1));
        long notifications = booked("taken_in - archived", app) - rows;
        long credits = booked("collected - used - refused - expired", app) - free.size() - freeSubscriptions.size() - tied.size() - tiedSubscriptions.size();
        return new Evidence.DatabaseView(rows, free, freeSubscriptions, tied, tiedSubscriptions, waiting, notifications, credits);
    }

    private long booked(String what, String app) throws SQLException {
        return number("SELECT coalesce(sum(" + what + "), 0) FROM book WHERE app_id = ?", app)
                + number("SELECT coalesce(sum(" + what + "), 0) FROM book_entry WHERE app_id = ?", app);
    }

    private long number(String sql, Object parameter) throws SQLException {
        return list(sql, parameter, row -> row.getLong(1)).get(0);
    }

    private <T> List<T> list(String sql, Object parameter, RowReader<T> reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
