package io.minipush.hands;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Set;

import io.minipush.access.Keys;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Dialect;
import io.minipush.storage.QueryFiles;
import io.minipush.storage.Statements;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What stands in the audit otherwise is seen in {@code ConsoleIT}. */
class RouteDeedsTest {

    @Test
    void aRouteCanBeStoppedWhileTheDatabaseIsAway() {
        Statements away = new Statements(new DriverManagerDataSource("jdbc:h2:file:/nonexistent/folder/of/a/database;IFEXISTS=TRUE"), new QueryFiles(Dialect.H2));
        RouteDeeds deeds = new RouteDeeds(away, new DatabaseClock(Duration.ZERO), Set.of("wx1"), 1);
        assertThatCode(() -> deeds.note(Keys.ANYBODY, "stop", "send-notification")).doesNotThrowAnyException();
    }
}
