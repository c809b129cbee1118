package io.minipush.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * Whether traffic should come here: not while starting or stopping, and not while the database is away. Everything else that
 * is wrong is a warning, since a restart or another node would not mend it. Any thread.
 */
public final class Readiness {

    /** A flood of questions must not become a flood of statements. */
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int PATIENCE_SECONDS = 3;

    private final List<Supplier<List<String>>> warnings = new CopyOnWriteArrayList<>();
    private final ReentrantLock asking = new ReentrantLock();
    private volatile DataSource database;
    private volatile boolean up;
    private volatile long askedAt;

    /** @param warning one sentence while something is wrong; asked at every look, so it must not block */
    public void warn(Supplier<Optional<String>> warning) {
        warnAll(() -> warning.get().stream().toList());
    }

    /** @param several sentences, one for each thing that is wrong; like {@link #warn} */
    public void warnAll(Supplier<List<String>> several) {
        warnings.add(several);
    }

    /** The doors are open. */
    public void open(DataSource storage) {
        up = true;
        askedAt = System.nanoTime();
        database = storage;
    }

    /** The doors are about to close. */
    public void close() {
        database = null;
    }

    /** {@code starting}, {@code database_away} or {@code ready} */
    public String status() {
        DataSource storage = database;
        if (storage == null) {
            return "starting";
        }
        return answers(storage) ? "ready" : "database_away";
    }

    public List<String> warnings() {
        return warnings.stream().map(Supplier::get).flatMap(List::stream).toList();
    }

    private boolean answers(DataSource storage) {
        if (System.nanoTime() - askedAt < FRESH_NANOS) {
            return up;
        }
        // Who comes while another asks takes the last answer: a database that hangs must not hang the caller too.
        if (!asking.tryLock()) {
            return up;
        }
        try {
            up = ask(storage);
            askedAt = System.nanoTime();
            return up;
        } finally {
            asking.unlock();
        }
    }

    private static boolean ask(DataSource storage) {
        try (Connection connection = storage.getConnection(); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }
}
