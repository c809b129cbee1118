package io.minipush.storage;

import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;

/** A database in memory with the present schema, for something that is tried; gone when it is closed. */
public final class ScratchDatabase implements AutoCloseable {

    private final JdbcConnectionPool pool;

    public ScratchDatabase() {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=2000", "", "");
        new Schema(pool, Dialect.H2).migrate();
    }

    public Dialect dialect() {
        return Dialect.H2;
    }

    public DataSource dataSource() {
        return pool;
    }

    /** Each table with its rows, each row by its columns. */
    public Map<String, List<Map<String, Object>>> content() throws SQLException {
        Map<String, List<Map<String, Object>>> content = new TreeMap<>();
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                content.put(table.toLowerCase(java.util.Locale.ROOT), rows(statement, table));
            }
        }
        return content;
    }

    /** Removes all rows. */
    public void empty() throws SQLException {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                statement.executeUpdate("DELETE FROM \"" + table + "\"");
            }
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'")) {
            while (rows.next()) {
                if (!rows.getString(1).startsWith("flyway")) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }

    private static List<Map<String, Object>> rows(Statement statement, String table) throws SQLException {
        List<Map<String, Object>> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                Map<String, Object> row = new TreeMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnName(i).toLowerCase(java.util.Locale.ROOT), rows.getObject(i) instanceof Clob ? rows.getString(i) : rows.getObject(i));
                }
                all.add(row);
            }
        }
        return all;
    }

    @Override
    public void close() {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new IllegalStateException("a database in memory does not close", e);
        } finally {
            pool.dispose();
        }
    }
}
