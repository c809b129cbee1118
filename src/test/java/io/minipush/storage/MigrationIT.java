package io.minipush.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;

import io.minipush.TestSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationIT {

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseIsBroughtUpToDateAndOpensASecondTimeUnchanged(Dialect dialect) throws Exception {
        var settings = TestSettings.on(TestDatabases.create(dialect)).read();
        for (int i = 0; i < 2; i++) {
            try (Database database = Database.open(settings); Connection connection = database.dataSource().getConnection()) {
                assertThat(database.dialect()).isEqualTo(dialect);
                assertThat(connection.createStatement().executeQuery("SELECT count(*) FROM notification").next()).isTrue();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            }
        }
    }
}
