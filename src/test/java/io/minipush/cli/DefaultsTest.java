package io.minipush.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "-, -, http://127.0.0.1:8080",
        "10.0.0.7, 9000, http://10.0.0.7:9000",
        "0.0.0.0, -, http://127.0.0.1:8080",
        "::1, -, http://[::1]:8080",
    })
    void theGatewayIsWhereItsSettingsSay(String host, String port, String url) {
        Map<String, String> environment = new java.util.HashMap<>();
        environment.put("MINIPUSH_HTTP_HOST", host);
        environment.put("MINIPUSH_HTTP_PORT", port);
        assertThat(new Defaults(environment).url()).isEqualTo(url);
    }

    @Test
    void theEnvironmentWinsOverTheFileAndAKeyFileOverBoth() throws Exception {
        Path config = Files.writeString(folder.resolve("minipush.properties"), "minipush.http.port=1\nminipush.api.key=of-the-file\nminipush.app.id=wx1\n");
        Path key = Files.writeString(folder.resolve("key"), "of-a-file-of-its-own\n");
        Defaults file = new Defaults(Map.of("MINIPUSH_CONFIG", config.toString()));
        assertThat(file.url()).endsWith(":1");
        assertThat(file.key()).contains("of-the-file");
        assertThat(file.app()).contains("wx1");
        Defaults environment = new Defaults(Map.of("MINIPUSH_CONFIG", config.toString(), "MINIPUSH_HTTP_PORT", "2", "MINIPUSH_APP_ID", "wx2",
                "MINIPUSH_API_KEY", "of-the-environment", "MINIPUSH_API_KEY_FILE", key.toString()));
        assertThat(environment.url()).endsWith(":2");
        assertThat(environment.key()).contains("of-a-file-of-its-own");
        assertThat(environment.app()).contains("wx2");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> new Defaults(Map.of("MINIPUSH_CONFIG", "/does/not/exist"))).hasMessageContaining("/does/not/exist");
    }
}
