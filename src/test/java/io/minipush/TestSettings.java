package io.minipush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.minipush.drill.EmbeddedDatabase;
import io.minipush.settings.Settings;
import io.minipush.settings.SettingsReader;

/** The environment of a gateway under test: a new home, free ports, one app. */
public final class TestSettings {

    public static final String APP = "wx0000000000000000";
    public static final String SECRET = "not-a-real-secret";

    private final Map<String, String> environment = new HashMap<>();

    private TestSettings() {
    }

    public static TestSettings on(EmbeddedDatabase.Login login) {
        return new TestSettings()
                .with("MINIPUSH_HOME", newFolder().toString())
                .with("MINIPUSH_HTTP_PORT", "0")
                .with("MINIPUSH_MANAGEMENT_PORT", "0")
                .with("MINIPUSH_JMS_URL", "none")
                .with("MINIPUSH_DB_URL", login.url())
                .with("MINIPUSH_DB_USER", login.user())
                .with("MINIPUSH_DB_PASSWORD", login.password())
                .with("MINIPUSH_WECHAT_URL", "http://127.0.0.1:9")
                .with("MINIPUSH_APP_ID", APP)
                .with("MINIPUSH_APP_SECRET", SECRET);
    }

    public TestSettings with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    public Settings read() {
        return SettingsReader.read(environment);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "homes")), "home");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
