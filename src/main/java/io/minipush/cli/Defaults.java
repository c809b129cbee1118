package io.minipush.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the gateway is and which key it wants, as {@code minipush run} on this machine would have it: the environment, below it
 * the file named by {@code MINIPUSH_CONFIG}. Nothing is checked that these commands do not need.
 */
final class Defaults {

    private final Map<String, String> environment;
    private final Properties file = new Properties();

    /** @throws CliFault if a file that is named cannot be read */
    Defaults(Map<String, String> environment) {
        this.environment = environment;
        String config = environment.get("MINIPUSH_CONFIG");
        if (config != null && !config.isEmpty()) {
            try (var in = Files.newBufferedReader(Path.of(config), StandardCharsets.UTF_8)) {
                file.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new CliFault(CliFault.USAGE, "cannot read the file " + config + " that MINIPUSH_CONFIG names");
            }
        }
    }

    String url() {
        String host = setting("HTTP_HOST").orElse("127.0.0.1");
        if (host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]")) {
            host = "127.0.0.1";
        } else if (host.contains(":") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        return "http://" + host + ":" + setting("HTTP_PORT").orElse("8080");
    }

    Optional<String> key() {
        String named = environment.get("MINIPUSH_API_KEY_FILE");
        if (named == null || named.isEmpty()) {
            return setting("API_KEY");
        }
        try {
            return Optional.of(Files.readString(Path.of(named)).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new CliFault(CliFault.USAGE, "cannot read the file " + named + " that MINIPUSH_API_KEY_FILE names");
        }
    }

    Optional<String> keysFile() {
        return setting("KEYS_FILE");
    }

    Optional<String> app() {
        return setting("APP_ID");
    }

    private Optional<String> setting(String name) {
        String value = environment.get("MINIPUSH_" + name);
        if (value == null) {
            value = file.getProperty("minipush." + name.toLowerCase(java.util.Locale.ROOT).replace('_', '.'));
        }
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }
}
