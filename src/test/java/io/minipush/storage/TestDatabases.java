package io.minipush.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

import io.minipush.drill.EmbeddedDatabase;

/** One real server of each kind for all tests of this JVM; every call gives a new empty database on it. */
public final class TestDatabases {

    private static final Map<Dialect, EmbeddedDatabase> SERVERS = new EnumMap<>(Dialect.class);

    private TestDatabases() {
    }

    public static synchronized EmbeddedDatabase.Login create(Dialect dialect) {
        try {
            return SERVERS.computeIfAbsent(dialect, TestDatabases::start).create();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EmbeddedDatabase start(Dialect dialect) {
        try {
            EmbeddedDatabase database = EmbeddedDatabase.start(dialect);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(database)));
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedDatabase database) {
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
