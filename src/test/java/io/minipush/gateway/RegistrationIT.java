package io.minipush.gateway;

import static io.minipush.TestSettings.APP;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.minipush.TestSettings;
import io.minipush.platform.Platforms;
import io.minipush.settings.Settings;
import io.minipush.storage.Database;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Dialect;
import io.minipush.storage.QueryFiles;
import io.minipush.storage.Statements;
import io.minipush.storage.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes that come up at the same moment, or learn of a new app at the same moment. */
class RegistrationIT {

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whoComesSecondToAnAppFindsItThere(Dialect dialect) throws Exception {
        Settings settings = TestSettings.on(TestDatabases.create(dialect)).read();
        try (Database database = Database.open(settings)) {
            Statements statements = new Statements(database.dataSource(), new QueryFiles(database.dialect()));
            Registration registration = new Registration(statements, new DatabaseClock(Duration.ZERO), Platforms.of(settings));
            registration.node("one");
            CompletableFuture<Void> second;
            try (Connection first = database.dataSource().getConnection()) {
                first.setAutoCommit(false);
                try (var insert = first.prepareStatement("INSERT INTO app (app_id, created_at) VALUES (?, CURRENT_TIMESTAMP)")) {
                    insert.setString(1, APP);
                    insert.executeUpdate();
                }
                second = CompletableFuture.runAsync(() -> registration.newcomer(settings.apps().get(APP)));
                // Time to run into the row; who is slower than that finds it there, and nothing is tested, but nothing fails either.
                TimeUnit.MILLISECONDS.sleep(300);
                first.commit();
            }
            second.get(60, TimeUnit.SECONDS);
            registration.newcomer(settings.apps().get(APP));
            for (String table : List.of("app", "token", "book")) {
                try (Connection connection = database.dataSource().getConnection();
                        var rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + table)) {
                    rows.next();
                    assertThat(rows.getInt(1)).as(table).isEqualTo(1);
                }
            }
        }
    }
}
