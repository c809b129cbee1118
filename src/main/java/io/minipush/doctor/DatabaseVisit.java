package io.minipush.doctor;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.minipush.settings.Settings;
import io.minipush.storage.Dialect;
import io.minipush.storage.QueryFiles;
import io.minipush.storage.Schema;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The database, by one connection and without a word that writes. */
final class DatabaseVisit {

    private static final String WHAT = "database";
    private static final int LOGIN_SECONDS = 10;

    private final Settings settings;
    private final Dialect dialect;
    private final boolean running;

    /** @param running whether a gateway runs on this home: it then has the H2 file for itself */
    DatabaseVisit(Settings settings, boolean running) {
        this.settings = settings;
        this.dialect = Dialect.of(settings.dbUrl());
        this.running = running;
    }

    /** @return null if there is none to be had; it has been said why */
    Connection connect(List<Finding> findings) {
        String url = settings.dbUrl();
        if (dialect == Dialect.H2 && running) {
            findings.add(Finding.ok(WHAT, "H2, in use by the running gateway: not looked into"));
            return null;
        }
        if (dialect == Dialect.H2) {
            // Neither makes a database nor changes one.
            url += url.startsWith("jdbc:h2:mem:") ? ";IFEXISTS=TRUE" : ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";
        }
        try {
            DriverManager.setLoginTimeout(LOGIN_SECONDS);
            Connection connection = DriverManager.getConnection(url, settings.dbUser(), settings.dbPassword());
            connection.setReadOnly(true);
            return connection;
        } catch (SQLException e) {
            findings.add(dialect == Dialect.H2 && e.getErrorCode() == org.h2.api.ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1
                    ? Finding.ok(WHAT, "H2, will be made at the first start")
                    : Finding.fail(WHAT, "no connection to " + settings.dbPlace() + " (" + reason(e) + ")",
                            "check MINIPUSH_DB_URL, MINIPUSH_DB_USER, MINIPUSH_DB_PASSWORD, and that the server lets this machine in"));
            return null;
        }
    }

    private static String reason(Throwable e) {
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage()).split("\\R")[0];
    }

    void look(Connection connection, List<Finding> findings) {
        try {
            findings.add(version(connection.getMetaData()));
            Instant before = Instant.now();
            Object time = statements(connection).row("database-time", Map.of()).orElseThrow().get("now_utc");
            findings.add(Doctor.clock("the database's", Utc.instant(time), before, Duration.ZERO));
        } catch (SQLException | DataAccessException e) {
            findings.add(Finding.fail(WHAT, "it does not answer (" + reason(e) + ")", "look into the database's log"));
        }
        findings.add(schema(connection));
    }

    private Finding version(DatabaseMetaData data) throws SQLException {
        int version = data.getDatabaseMajorVersion() * 100 + data.getDatabaseMinorVersion();
        String detail = data.getDatabaseProductName() + " " + data.getDatabaseProductVersion();
        boolean old = dialect == Dialect.POSTGRESQL && version < 1400 || dialect == Dialect.MARIADB && version < 1006;
        return old ? Finding.fail(WHAT, detail, "PostgreSQL 14 or MariaDB 10.6 is the oldest that minipush knows") : Finding.ok(WHAT, detail);
    }

    private Finding schema(Connection connection) {
        try {
            Schema schema = new Schema(new SingleConnectionDataSource(connection, true), dialect);
            Optional<String> newer = schema.newer();
            if (newer.isPresent()) {
                return Finding.fail("schema", "has version " + newer.get() + ", which this minipush does not know", "install the newer minipush again, or restore the backup from before the upgrade");
            }
            var validation = schema.validate();
            if (!validation.validationSuccessful) {
                return Finding.fail("schema", validation.getAllErrorMessages().split("\\R")[0], "somebody changed a migration, or one broke off: restore the backup, or ask who did");
            }
            MigrationInfoService info = schema.info();
            int pending = info.pending().length;
            if (info.current() == null) {
                return Finding.ok("schema", "empty; the first start makes it");
            }
            return pending == 0 ? Finding.ok("schema", "version " + info.current().getVersion())
                    : Finding.warn("schema", "version " + info.current().getVersion() + ", " + pending + " migration(s) behind", "the next start brings it up to date: make a backup before");
        } catch (FlywayException e) {
            return Finding.fail("schema", reason(e), "look into the database's log");
        }
    }

    /** @return the token of an app that the gateways use at present, if there is one */
    Optional<String> token(Connection connection, String app) {
        try {
            return statements(connection).rows("load-tokens", Map.of()).stream()
                    .filter(row -> app.equals(row.get("app_id")) && Boolean.TRUE.equals(row.get("usable")) && row.get("expires_at") != null
                            && Utc.instant(row.get("expires_at")).isAfter(Instant.now()))
                    .map(row -> (String) row.get("access_token")).findFirst();
        } catch (DataAccessException e) {
            // An empty database has no such table.
            return Optional.empty();
        }
    }

    private Statements statements(Connection connection) {
        return new Statements(new SingleConnectionDataSource(connection, true), new QueryFiles(dialect));
    }
}
