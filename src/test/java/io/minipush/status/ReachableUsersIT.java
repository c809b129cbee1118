package io.minipush.status;

import static io.minipush.TestSettings.APP;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

import io.minipush.TestSettings;
import io.minipush.storage.Database;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Dialect;
import io.minipush.storage.QueryFiles;
import io.minipush.storage.Statements;
import io.minipush.storage.TestDatabases;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReachableUsersIT {

    private static final LocalDateTime NOW = LocalDateTime.now(ZoneOffset.UTC).withNano(0);
    private static final LocalDateTime NEVER = LocalDateTime.of(9000, 1, 1, 0, 0);

    private Statements statements;
    private int number;

    private void credit(String app, String user, String kind, LocalDateTime usableFrom, LocalDateTime expiresAt) {
        statements.update("insert-credit", Map.of("app", app, "openid", user, "purse", kind.equals("subscription") ? "T" + number + " " + user : user, "form_id", "f" + number++,
                "use_no", 1, "kind", kind, "collected_at", NOW, "usable_from", usableFrom, "expires_at", expiresAt));
    }

    @ParameterizedTest
    @EnumSource
    void countsEachUserOnceByWhateverCreditHeHas(Dialect dialect) throws Exception {
        try (Database database = Database.open(TestSettings.on(TestDatabases.create(dialect)).read())) {
            statements = new Statements(database.dataSource(), new QueryFiles(dialect));
            credit(APP, "o-form", "form", NOW, NOW.plusDays(7));
            credit(APP, "o-form", "form", NOW, NOW.plusDays(6));
            credit(APP, "o-prepay-that-ends-soon", "prepay", NOW, NOW.plusHours(10));
            credit(APP, "o-both", "form", NOW, NOW.plusHours(10));
            credit(APP, "o-both", "subscription", NOW, NEVER);
            credit(APP, "o-subscriber", "subscription", NOW, NEVER);
            credit(APP, "o-subscriber", "subscription", NOW, NEVER);
            credit(APP, "o-at-its-end", "form", NOW, NOW.plusMinutes(59));
            credit(APP, "o-not-yet", "prepay", NOW.plusHours(1), NOW.plusDays(7));
            credit("wx1111111111111111", "o-of-another-app", "form", NOW, NOW.plusDays(7));
            DatabaseClock clock = new DatabaseClock(Duration.ZERO);
            clock.set(NOW);
            try (ReachableUsers users = new ReachableUsers(statements, clock, Duration.ofHours(1))) {
                assertThat(users.of(APP)).as("nobody waits for the count").isEmpty();
                ReachableUsers.Count count = Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> users.of(APP), Optional::isPresent).get();
                assertThat(count.now()).isEqualTo(4);
                assertThat(count.in24h()).isEqualTo(3);
                assertThat(count.byFormId()).isEqualTo(3);
                assertThat(count.bySubscription()).isEqualTo(2);

                credit(APP, "o-newcomer", "form", NOW, NOW.plusDays(7));
                assertThat(users.of(APP)).as("counted once a minute at most").contains(count);
            }
        }
    }
}
