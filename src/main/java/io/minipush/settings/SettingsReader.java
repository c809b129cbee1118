package io.minipush.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.quartz.CronExpression;

/**
 * Reads the settings: the defaults of {@code application.properties}, over them the file named by {@code MINIPUSH_CONFIG},
 * over that the environment, and for secrets a file named by the variable with {@code _FILE} behind it.
 */
public final class SettingsReader {

    private static final String CONFIG = "MINIPUSH_CONFIG";
    /** Read by the launcher, not by the gateway. */
    private static final String JAVA_OPTIONS = "MINIPUSH_JAVA_OPTS";
    /** Read by the log itself, before anything else. */
    private static final String LOG_FORMAT = "MINIPUSH_LOG_FORMAT";
    private static final Set<String> LOG_FORMATS = Set.of("text", "json");

    private final SettingValues values = new SettingValues();
    private final AppsReader apps = new AppsReader();

    private SettingsReader() {
    }

    /**
     * @param environment the process's environment
     * @throws InvalidSetting naming the first setting that is wrong, unknown or missing
     */
    public static Settings read(Map<String, String> environment) {
        SettingsReader reader = new SettingsReader();
        reader.takeProperties("application.properties", defaults(), false);
        String config = environment.get(CONFIG);
        if (config != null) {
            reader.takeProperties(config, load(Path.of(config)), true);
        }
        reader.takeEnvironment(environment);
        return reader.settings(() -> read(environment));
    }

    private static Properties defaults() {
        Properties properties = new Properties();
        try (InputStream in = SettingsReader.class.getResourceAsStream("/application.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("application.properties is missing from the installation", e);
        }
        return properties;
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof CharacterCodingException ? "it is not UTF-8" : e.getMessage();
            throw new InvalidSetting(CONFIG, "cannot read the file " + file + " (" + why + ")", "/etc/minipush/minipush.properties");
        }
        return properties;
    }

    private void takeProperties(String file, Properties properties, boolean strict) {
        Map<String, Setting> byKey = Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::key, s -> s));
        for (String key : properties.stringPropertyNames()) {
            String value = properties.getProperty(key).strip();
            if (apps.take(key, value)) {
                continue;
            }
            if (byKey.containsKey(normal(key))) {
                values.put(byKey.get(normal(key)), value);
            } else if (strict) {
                throw new InvalidSetting(key, "there is no such setting (in " + file + ")", "minipush.http.port=8080");
            }
        }
    }

    /** {@code minipush.http-port} and {@code minipush.http_port} mean {@code minipush.http.port}. */
    private static String normal(String key) {
        return key.toLowerCase(Locale.ROOT).replace('-', '.').replace('_', '.');
    }

    private void takeEnvironment(Map<String, String> environment) {
        Map<String, Setting> byVariable = Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::variable, s -> s));
        for (var entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith("MINIPUSH_") || name.equals(CONFIG) || name.equals(JAVA_OPTIONS)) {
                continue;
            }
            if (name.equals(LOG_FORMAT)) {
                if (!LOG_FORMATS.contains(entry.getValue())) {
                    throw new InvalidSetting(name, "must be text or json", "json");
                }
                continue;
            }
            Setting setting = byVariable.get(name);
            Setting fromFile = name.endsWith("_FILE") ? byVariable.get(name.substring(0, name.length() - 5)) : null;
            if (setting != null) {
                values.putIfAbsent(setting, "");
                if (!(setting.secret && environment.containsKey(name + "_FILE"))) {
                    values.put(setting, entry.getValue().strip());
                }
            } else if (fromFile != null && fromFile.secret) {
                values.put(fromFile, secretFrom(name, entry.getValue()));
            } else {
                throw new InvalidSetting(name, "there is no such setting", "MINIPUSH_HTTP_PORT=8080");
            }
        }
    }

    private static String secretFrom(String name, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new InvalidSetting(name, "cannot read the file " + file, "/run/secrets/minipush");
        }
    }

    private Settings settings(Supplier<Settings> again) {
        Path home = Path.of(values.required(Setting.HOME)).toAbsolutePath().normalize();
        URI wechat = wechatUrl();
        Optional<String> apiKey = values.optional(Setting.API_KEY);
        Settings.Address api = values.address(Setting.HTTP_HOST, Setting.HTTP_PORT);
        Optional<Path> keysFile = values.optional(Setting.KEYS_FILE).map(Path::of);
        if (apiKey.isEmpty() && keysFile.isEmpty() && !Settings.isOnLoopback(api.host())) {
            throw Setting.API_KEY.invalid("without a key the API serves loopback only, but MINIPUSH_HTTP_HOST is " + api.host() + " (MINIPUSH_KEYS_FILE would do too)");
        }
        return new Settings(home, api, values.address(Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT), apiKey, keysFile,
                dbUrl(home), values.optional(Setting.DB_USER).orElse(""), values.optional(Setting.DB_PASSWORD).orElse(""),
                values.number(Setting.DB_POOL, 2, 1000), values.duration(Setting.DB_WAIT), apps.apps(values), wechat, tokenSource(),
                values.duration(Setting.TOKEN_MAX_AGE), purgeCron(), timeZone(), values.positive(Setting.CREDIT_LIFETIME), creditMargin(),
                values.positive(Setting.RETENTION), values.number(Setting.MAX_IN_FLIGHT, 1, 10_000),
                values.positive(Setting.CONNECT_TIMEOUT), values.positive(Setting.RESPONSE_TIMEOUT),
                values.optional(Setting.ANSWER_POLICY).map(Path::of), values.optional(Setting.ANSWER_POLICY_SUBSCRIBE).map(Path::of),
                values.optional(Setting.INBOX).map(Path::of).orElse(home.resolve("inbox")).toAbsolutePath(),
                values.optional(Setting.ROUTES_DIR).map(Path::of).orElse(home.resolve("routes")).toAbsolutePath(),
                jms(), clockOffset(wechat), again);
    }

    private Settings.Jms jms() {
        String url = values.optional(Setting.JMS_URL).orElse(Settings.Jms.EMBEDDED);
        if (!url.equals(Settings.Jms.EMBEDDED) && !url.equals(Settings.Jms.NONE) && !url.matches("\\(?(tcp|ssl|failover|vm):.+")) {
            throw Setting.JMS_URL.invalid("must be embedded, none or the URL of a broker");
        }
        Settings.Address listen = values.address(Setting.JMS_HOST, Setting.JMS_PORT);
        String user = values.optional(Setting.JMS_USER).orElse("");
        String password = values.optional(Setting.JMS_PASSWORD).orElse("");
        if (url.equals(Settings.Jms.EMBEDDED) && !Settings.isOnLoopback(listen.host()) && (user.isEmpty() || password.isEmpty())) {
            throw Setting.JMS_USER.invalid("without user and password the embedded broker serves loopback only, but MINIPUSH_JMS_HOST is " + listen.host());
        }
        boolean outcomes = values.truth(Setting.JMS_OUTCOMES);
        if (outcomes && url.equals(Settings.Jms.NONE)) {
            throw Setting.JMS_OUTCOMES.invalid("cannot be true without a broker, but MINIPUSH_JMS_URL is none");
        }
        return new Settings.Jms(url, listen, user, password, outcomes);
    }

    private String dbUrl(Path home) {
        String url = values.optional(Setting.DB_URL).orElse("jdbc:h2:file:" + home.resolve("minipush") + ";WRITE_DELAY=0");
        if (!url.matches("jdbc:(h2|postgresql|mariadb):.+")) {
            throw Setting.DB_URL.invalid("only jdbc:postgresql:, jdbc:mariadb: and jdbc:h2: are known");
        }
        if (url.startsWith("jdbc:h2:") && !url.toUpperCase(Locale.ROOT).matches(".*;WRITE_DELAY=0(;.*)?")) {
            throw new InvalidSetting(Setting.DB_URL.variable(), "an H2 URL needs ;WRITE_DELAY=0, or a crash loses messages that were accepted",
                    "jdbc:h2:file:./data/minipush;WRITE_DELAY=0");
        }
        return url;
    }

    private URI wechatUrl() {
        String url = values.required(Setting.WECHAT_URL);
        try {
            URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw Setting.WECHAT_URL.invalid("'" + url + "' is not an http or https URL");
    }

    private TokenSource tokenSource() {
        try {
            return TokenSource.valueOf(values.required(Setting.TOKEN_SOURCE).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Setting.TOKEN_SOURCE.invalid("must be stable or classic");
        }
    }

    private String purgeCron() {
        String cron = values.required(Setting.PURGE_CRON);
        if (!CronExpression.isValidExpression(cron)) {
            throw Setting.PURGE_CRON.invalid("'" + cron + "' is not a Quartz cron expression (seconds first)");
        }
        return cron;
    }

    private ZoneId timeZone() {
        try {
            return ZoneId.of(values.required(Setting.TIME_ZONE));
        } catch (DateTimeException e) {
            throw Setting.TIME_ZONE.invalid("'" + values.text(Setting.TIME_ZONE) + "' is not a time zone");
        }
    }

    private Duration creditMargin() {
        Duration margin = values.duration(Setting.CREDIT_MARGIN);
        if (margin.compareTo(values.duration(Setting.CREDIT_LIFETIME)) >= 0) {
            throw Setting.CREDIT_MARGIN.invalid("must be shorter than MINIPUSH_CREDIT_LIFETIME");
        }
        return margin;
    }

    private Duration clockOffset(URI wechat) {
        String text = values.required(Setting.CLOCK_OFFSET);
        boolean back = text.startsWith("-");
        Duration offset = SettingValues.duration(Setting.CLOCK_OFFSET, back ? text.substring(1) : text);
        if (!offset.isZero() && !Settings.isOnLoopback(wechat.getHost())) {
            throw Setting.CLOCK_OFFSET.invalid("is for rehearsals: it is accepted only when MINIPUSH_WECHAT_URL is on loopback");
        }
        return back ? offset.negated() : offset;
    }
}
