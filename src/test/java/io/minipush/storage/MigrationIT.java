package io.minipush.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.TestSettings;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.settings.InvalidSetting;
import io.minipush.web.RunningGateway;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema from its first version to the newest, with what lies in it. */
class MigrationIT {

    private static final String APP = TestSettings.APP;

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

    /** Rows as a gateway of the first version left them. Its claims gave a waiting row a purse only by its user. */
    @ParameterizedTest
    @EnumSource
    void whatTheFirstVersionLeftKeepsItsMeaning(Dialect dialect) throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(dialect);
        Flyway.configure().dataSource(login.url(), login.user(), login.password()).locations("classpath:sql/schema/" + dialect.folder()).target("1").load().migrate();
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password())) {
            fillAsOfTheFirstVersion(connection);
        }
        try (RunningGateway gateway = RunningGateway.on(login)) {
            assertThat(column(gateway, "SELECT state FROM notification ORDER BY id")).containsExactly("accepted", "waiting", "sent", "failed", "uncertain");
            assertThat(column(gateway, "SELECT DISTINCT channel FROM notification")).containsExactly("template");
            assertThat(gateway.count("SELECT count(*) FROM notification WHERE purse = touser AND lane = 1")).isEqualTo(5);
            assertThat(column(gateway, "SELECT purse FROM credit ORDER BY form_id")).containsExactly("oOther", "oThird");
            JsonNode books = RunningGateway.json(gateway.get("/v1/apps/" + APP + "/books"));
            assertThat(books.at("/notifications/difference").intValue()).as(books.toString()).isZero();
            assertThat(books.at("/credits/difference").intValue()).as(books.toString()).isZero();
            assertThat(RunningGateway.json(gateway.get("/v1/apps/" + APP + "/form-ids/stock")).get("available").intValue()).isEqualTo(2);
            assertThat(RunningGateway.json(gateway.post("/v1/apps/" + APP + "/form-ids", "{\"openid\":\"oWaits\",\"form_id\":\"FNEW\"}")).get("stored").intValue()).isEqualTo(1);
            // The claim is what makes a waiting row due for a credit of its purse; nothing can be sent without a token, so claim by its statements.
            gateway.update("UPDATE app SET hold_until = NULL");
            gateway.update("UPDATE token SET access_token = 'not-a-real-token', usable = true, version = 1, expires_at = TIMESTAMP '2099-01-01 00:00:00', refresh_at = TIMESTAMP '2099-01-01 00:00:00'");
            org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).untilAsserted(() ->
                    assertThat(gateway.count("SELECT count(*) FROM credit WHERE purse = 'oWaits'") + gateway.count("SELECT count(*) FROM notification WHERE id = 'N2' AND state = 'waiting'"))
                            .as("the waiting one has left its place and taken the new formId").isZero());
        }
    }

    private static void fillAsOfTheFirstVersion(Connection connection) throws SQLException {
        String times = "TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2098-01-01 00:00:00'";
        String late = "TIMESTAMP '2098-01-01 00:00:00'";
        List<String> rows = List.of(
                "INSERT INTO app (app_id, created_at, hold_until, hold_reason) VALUES ('" + APP + "', TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2099-01-01 00:00:00', 'held')",
                "INSERT INTO token (app_id, refresh_at) VALUES ('" + APP + "', TIMESTAMP '2099-01-01 00:00:00')",
                "INSERT INTO book (app_id, taken_in, archived, collected, used) VALUES ('" + APP + "', 4, 0, 3, 1)",
                "INSERT INTO book_entry (app_id, taken_in, collected) VALUES ('" + APP + "', 1, 1)",
                credit("FA", "oOther"), credit("FB", "oThird"),
                notification("N1", "accepted", "oNobody", times, late, null),
                notification("N2", "waiting", "oWaits", times, late, "oWaits"),
                notification("N3", "sent", "oSent", times, null, null),
                notification("N4", "failed", "oFailed", times, null, null),
                notification("N5", "uncertain", "oDoubt", times, null, null),
                "UPDATE notification SET doubt = true, form_id = 'FC', form_use_no = 1, form_kind = 'form', form_collected_at = created_at, form_expires_at = expires_at, form_freed = false WHERE id = 'N5'",
                "UPDATE notification SET ended_at = created_at WHERE state IN ('sent', 'failed')",
                "INSERT INTO form_id_seen (app_id, form_hash, collection, forget_at) VALUES ('" + APP + "', 'h', 'c', " + late + ")",
                "INSERT INTO wake_up (app_id, openid, uses, usable_from) VALUES ('" + APP + "', 'oOther', 1, " + late + ")",
                "INSERT INTO idempotency (app_id, key_hash, body_hash, answer, created_at) VALUES ('" + APP + "', 'k', 'b', '{}', TIMESTAMP '2026-11-01 00:00:00')",
                "INSERT INTO node (name, started_at, heartbeat_at) VALUES ('old', TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2026-01-01 00:00:00')");
        for (String row : rows) {
            connection.createStatement().executeUpdate(row);
        }
    }

    private static String credit(String formId, String user) {
        return "INSERT INTO credit (app_id, openid, form_id, use_no, kind, collected_at, usable_from, expires_at, reserve_order) VALUES ('" + APP + "', '" + user + "', '" + formId
                + "', 1, 'form', TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2098-01-01 00:00:00', TIMESTAMP '2098-01-01 00:00:00')";
    }

    private static String notification(String id, String state, String user, String times, String due, String waitKey) {
        return "INSERT INTO notification (id, app_id, state, touser, template_id, message, on_no_credit, created_at, updated_at, expires_at, due_at, wait_key) VALUES ('" + id + "', '" + APP
                + "', '" + state + "', '" + user + "', 'T', '{\"data\":{\"keyword1\":{\"value\":\"1\"}}}', 'wait', " + times + ", " + due + ", " + (waitKey == null ? "NULL" : "'" + waitKey + "'") + ")";
    }

    private static List<String> column(RunningGateway gateway, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = gateway.connect(); ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /** Two gateways of different versions on one database, or a downgrade: the older must not touch what it does not know. */
    @ParameterizedTest
    @EnumSource
    void aSchemaNewerThanTheProgramIsRefused(Dialect dialect) throws Exception {
        EmbeddedDatabase.Login login = TestDatabases.create(dialect);
        var settings = TestSettings.on(login).read();
        Database.open(settings).close();
        String quote = dialect == Dialect.H2 ? "\"" : "";
        String table = quote + "flyway_schema_history" + quote;
        String rest = java.util.stream.Stream.of("description", "type", "script", "checksum", "installed_by", "installed_on", "execution_time", "success")
                .map(column -> quote + column + quote).collect(java.util.stream.Collectors.joining(", "));
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password())) {
            connection.createStatement().executeUpdate("INSERT INTO " + table + " SELECT 999, '999', " + rest + " FROM " + table + " WHERE " + quote + "version" + quote + " = '1'");
        }
        assertThatThrownBy(() -> Database.open(settings)).isInstanceOf(InvalidSetting.class).hasMessageContaining("999").hasMessageContaining("newer");
    }
}
