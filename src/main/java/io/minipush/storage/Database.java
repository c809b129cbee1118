package io.minipush.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/** The database: a pool of READ COMMITTED connections to a schema that is up to date. */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** A door that cannot get a connection answers 503 after this time rather than letting its caller hang. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    private final Dialect dialect;
    private final HikariDataSource pool;
    private final DataSource counted;
    private final LongAdder statements = new LongAdder();

    private Database(Settings settings) {
        this.dialect = Dialect.of(settings.dbUrl());
        this.pool = new HikariDataSource(config(settings));
        this.counted = ProxyDataSourceBuilder.create(pool)
                .afterQuery((execution, queries) -> statements.increment())
                .build();
    }

    /**
     * Waits until the database answers, at most {@link Settings#dbWait()}, and brings its schema up to date.
     *
     * @throws InvalidSetting if it stays away or refuses the login
     */
    public static Database open(Settings settings) {
        Database database = new Database(settings);
        try {
            database.await(settings);
            database.migrate();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static HikariConfig config(Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("minipush");
        config.setJdbcUrl(settings.dbUrl());
        config.setUsername(settings.dbUser());
        config.setPassword(settings.dbPassword());
        config.setMaximumPoolSize(settings.dbPool());
        // MariaDB's default would let one statement of a claim not see what was committed since the first.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        switch (Dialect.of(settings.dbUrl())) {
            case POSTGRESQL -> {
                // A process that is frozen in the middle of a transaction must not keep the gate locked for the others.
                config.setConnectionInitSql("SET idle_in_transaction_session_timeout = '5s'");
                config.addDataSourceProperty("reWriteBatchedInserts", "true");
                // A server that vanished without a word must not hold a thread for the kernel's two hours.
                config.addDataSourceProperty("socketTimeout", "60");
                config.addDataSourceProperty("tcpKeepAlive", "true");
                // The server's detail of an error quotes the row, and so formIds and openids.
                config.addDataSourceProperty("logServerErrorDetail", "false");
            }
            case MARIADB -> {
                config.setConnectionInitSql("SET SESSION idle_transaction_timeout = 5");
                config.addDataSourceProperty("socketTimeout", "60000");
                // The bulk protocol refuses batches of INSERT … SELECT; pipelined ones go through.
                config.addDataSourceProperty("useBulkStmts", "false");
            }
            case H2 -> {
                config.addDataSourceProperty("DB_CLOSE_ON_EXIT", "FALSE");
                // Two seconds, the default, are not enough to wait for another request's commit on a slow disk.
                config.addDataSourceProperty("LOCK_TIMEOUT", "20000");
                config.setExceptionOverride(new H2Closed());
            }
        }
        return config;
    }

    private void await(Settings settings) {
        long deadline = System.nanoTime() + settings.dbWait().toNanos();
        for (boolean said = false;; said = true) {
            try (Connection connection = pool.getConnection()) {
                return;
            } catch (SQLException e) {
                String fault = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
                if (System.nanoTime() > deadline) {
                    throw new InvalidSetting(Setting.DB_URL.variable(), "no connection to " + settings.dbPlace() + " within "
                            + settings.dbWait().toSeconds() + " s (" + fault + ")", Setting.DB_URL.example);
                }
                if (!said) {
                    LOG.warn("The database is away ({}); waiting for it up to {} s", fault, settings.dbWait().toSeconds());
                }
            }
        }
    }

    /** @throws InvalidSetting if the schema is of a newer minipush: what this one does not know it must not touch */
    private void migrate() {
        Schema schema = new Schema(pool, dialect);
        Optional<String> newer = schema.newer();
        if (newer.isPresent()) {
            throw new InvalidSetting(Setting.DB_URL.variable(), "the database has schema version " + newer.get() + ", of a newer minipush than this one; install that one, or restore"
                    + " the backup from before the upgrade", Setting.DB_URL.example);
        }
        schema.migrate();
    }

    public Dialect dialect() {
        return dialect;
    }

    public DataSource dataSource() {
        return counted;
    }

    /** How many statements (a batch counts as one) were executed since the start. */
    public LongSupplier statements() {
        return statements::sum;
    }

    /** Adds the pool's figures to a registry; once in the life of this database. */
    public void bindTo(MeterRegistry registry) {
        pool.setMetricRegistry(registry);
    }

    @Override
    public void close() {
        pool.close();
    }
}
