package io.minipush.storage;

import java.util.Arrays;
import java.util.Optional;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.output.ValidateResult;

/** The tables of one database, and the migrations of this minipush that lead to them. */
public final class Schema {

    private final Flyway flyway;

    public Schema(DataSource database, Dialect dialect) {
        flyway = Flyway.configure().dataSource(database).locations("classpath:sql/schema/" + dialect.folder()).validateMigrationNaming(true)
                .ignoreMigrationPatterns("*:pending").load();
    }

    /** A version that this minipush does not know: of a newer one, whose tables it must not touch. */
    public Optional<String> newer() {
        return Arrays.stream(info().all()).filter(one -> one.getState().isApplied() && !one.getState().isResolved()).findFirst()
                .map(one -> String.valueOf(one.getVersion()));
    }

    /** What was applied and what is pending. */
    public MigrationInfoService info() {
        return flyway.info();
    }

    /** Whether what was applied is what this minipush has; what is pending does not count. */
    public ValidateResult validate() {
        return flyway.validateWithResult();
    }

    /** Brings it up to date. */
    public void migrate() {
        flyway.migrate();
    }
}
