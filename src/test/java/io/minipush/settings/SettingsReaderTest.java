package io.minipush.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

import io.minipush.notification.OnUncertain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    private static final String APP = "wx0000000000000000";

    private static Settings read(String... variables) {
        Map<String, String> environment = new HashMap<>(Map.of("MINIPUSH_APP_ID", APP, "MINIPUSH_APP_SECRET", "not-a-real-secret"));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return SettingsReader.read(environment);
    }

    @Test
    void anAppAndItsSecretAreAllThatHasToBeSaid() {
        Settings settings = read("MINIPUSH_HOME", "/srv/minipush");
        assertThat(settings.api()).hasToString("127.0.0.1:8080");
        assertThat(settings.dbUrl()).isEqualTo("jdbc:h2:file:/srv/minipush/minipush;WRITE_DELAY=0");
        assertThat(settings.inbox()).isEqualTo(Path.of("/srv/minipush/inbox"));
        assertThat(settings.jms().isEmbedded()).isTrue();
        assertThat(settings.jms().outcomes()).isFalse();
        App app = settings.apps().get(APP);
        assertThat(app.onUncertain()).isEqualTo(OnUncertain.HOLD);
        assertThat(app.dailyBudget()).isEqualTo(1_000_000);
        assertThat(app.ratePerSecond()).isEmpty();
    }

    @Test
    void whatAnAppSaysForItselfWinsOverWhatIsSaidForAll(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("minipush.properties"), """
                minipush.rate.per.second=50
                minipush.apps.wx1111111111111111.secret=not-a-real-secret
                minipush.apps.wx1111111111111111.on_uncertain=resend
                minipush.apps.wx1111111111111111.daily_budget=1000
                minipush.apps.wx1111111111111111.rate_per_second=5
                """);
        Settings settings = read("MINIPUSH_CONFIG", file.toString());
        assertThat(settings.apps().get("wx1111111111111111")).satisfies(app -> {
            assertThat(app.onUncertain()).isEqualTo(OnUncertain.RESEND);
            assertThat(app.dailyBudget()).isEqualTo(1000);
            assertThat(app.ratePerSecond()).isEqualTo(OptionalInt.of(5));
        });
        assertThat(settings.apps().get(APP).ratePerSecond()).isEqualTo(OptionalInt.of(50));
    }

    @Test
    void theEnvironmentWinsOverTheFileAndASecretMayBeInAFileOfItsOwn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("minipush.properties"), "minipush.http-port=1234\nminipush.jms.password=another\n");
        Path secret = Files.writeString(folder.resolve("password"), "obviously-false\n");
        Settings settings = read("MINIPUSH_CONFIG", file.toString(), "MINIPUSH_HTTP_PORT", "4321", "MINIPUSH_JMS_PASSWORD_FILE", secret.toString(),
                "MINIPUSH_RESPONSE_TIMEOUT", "250ms");
        assertThat(settings.api().port()).isEqualTo(4321);
        assertThat(settings.jms().password()).isEqualTo("obviously-false");
        assertThat(settings.responseTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings + " " + settings.jms()).doesNotContain("obviously-false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MINIPUSH_HTTP_PORT       | 99999                    | MINIPUSH_HTTP_PORT
            MINIPUSH_HTTP_HOST       | 0.0.0.0                  | without a key the API serves loopback only
            MINIPUSH_HTP_PORT        | 8080                     | there is no such setting
            MINIPUSH_DB_URL          | jdbc:oracle:thin:@x      | only jdbc:postgresql:, jdbc:mariadb: and jdbc:h2: are known
            MINIPUSH_DB_URL          | jdbc:h2:file:./x         | needs ;WRITE_DELAY=0
            MINIPUSH_WECHAT_URL      | api.weixin.qq.com        | is not an http or https URL
            MINIPUSH_WECHAT_URL      | //api.weixin.qq.com      | is not an http or https URL
            MINIPUSH_RESPONSE_TIMEOUT | 200000000000d           | is too long
            MINIPUSH_RETENTION       | 36501d                   | is too long
            MINIPUSH_TOKEN_SOURCE    | both                     | must be stable or classic
            MINIPUSH_TOKEN_MAX_AGE   | 90                       | MINIPUSH_TOKEN_MAX_AGE
            MINIPUSH_PURGE_CRON      | 0 0 * * *                | is not a Quartz cron expression
            MINIPUSH_TIME_ZONE       | Mars/Olympus             | is not a time zone
            MINIPUSH_CREDIT_MARGIN   | 8d                       | must be shorter than MINIPUSH_CREDIT_LIFETIME
            MINIPUSH_CLOCK_OFFSET    | 1h                       | is for rehearsals
            MINIPUSH_MAX_IN_FLIGHT   | 0                        | MINIPUSH_MAX_IN_FLIGHT
            MINIPUSH_RESPONSE_TIMEOUT| 0s                       | must be longer than nothing
            MINIPUSH_DAILY_BUDGET    | many                     | MINIPUSH_DAILY_BUDGET
            MINIPUSH_DAILY_BUDGET    | 0                        | MINIPUSH_DAILY_BUDGET
            MINIPUSH_RATE_PER_SECOND | -1                       | MINIPUSH_RATE_PER_SECOND
            MINIPUSH_ON_UNCERTAIN    | maybe                    | MINIPUSH_ON_UNCERTAIN: must be hold or resend
            MINIPUSH_JMS_URL         | http://broker            | must be embedded, none or the URL of a broker
            MINIPUSH_JMS_HOST        | 0.0.0.0                  | without user and password the embedded broker serves loopback only
            MINIPUSH_JMS_OUTCOMES    | yes                      | must be true or false
            """)
    void aWrongValueIsOneLineThatNamesTheSettingAndAnExample(String variable, String value, String fault) {
        assertThatThrownBy(() -> read(variable, value)).isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith(fault.startsWith("without a key") ? "MINIPUSH_API_KEY" : fault.startsWith("without user") ? "MINIPUSH_JMS_USER" : variable)
                .hasMessageContaining(fault).hasMessageContaining("Example: ").message().doesNotContain("\n");
    }

    @Test
    void aKeysFileOpensTheDoorToOthersToo() {
        assertThat(read("MINIPUSH_HTTP_HOST", "0.0.0.0", "MINIPUSH_KEYS_FILE", "/etc/minipush/keys.yaml").keysFile()).contains(Path.of("/etc/minipush/keys.yaml"));
    }

    @Test
    void aFileInAnotherEncodingIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("minipush.properties"), new byte[] {'#', (byte) 0xe4, '\n'});
        assertThatThrownBy(() -> read("MINIPUSH_CONFIG", file.toString())).hasMessageContaining(file + " (it is not UTF-8)");
    }

    @Test
    void outcomesNeedABroker() {
        assertThatThrownBy(() -> read("MINIPUSH_JMS_URL", "none", "MINIPUSH_JMS_OUTCOMES", "true")).hasMessageContaining("cannot be true without a broker");
    }

    @Test
    void anAppIsWhole() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of())).hasMessageContaining("the gateway needs at least one app");
        assertThatThrownBy(() -> SettingsReader.read(Map.of("MINIPUSH_APP_ID", APP))).hasMessageContaining("MINIPUSH_APP_SECRET");
        assertThatThrownBy(() -> read("MINIPUSH_APP_SECRET", "")).hasMessageContaining("MINIPUSH_APP_SECRET");
    }
}
