package io.minipush.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.minipush.notification.Channel;
import io.minipush.notification.OnUncertain;
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
    private static final Pattern APP_KEY = Pattern.compile("minipush\\.apps\\.([^.]+)\\.(.+)");
    private static final Set<String> APP_KEYS = Set.of("secret", "platform", "channel", "event_token", "event_aes_key", "on_uncertain", "daily_budget",
            "rate_per_second");
    private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String WECHAT = "wechat";
    private static final Pattern EVENT_TOKEN = Pattern.compile("[!-~]{3,32}");
    private static final Pattern AES_KEY = Pattern.compile("[A-Za-z0-9+/]{43}");
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    private final Map<Setting, String> values = new HashMap<>();
    /** What is known of each app, by the name of its key. */
    private final Map<String, Map<String, String>> apps = new TreeMap<>();

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
            throw new InvalidSetting(CONFIG, "cannot read the file " + file + " (" + e.getMessage() + ")", "/etc/minipush/minipush.properties");
        }
        return properties;
    }

    private void takeProperties(String file, Properties properties, boolean strict) {
        Map<String, Setting> byKey = Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::key, s -> s));
        for (String key : properties.stringPropertyNames()) {
            String value = properties.getProperty(key).strip();
            Matcher app = APP_KEY.matcher(key);
            if (app.matches()) {
                takeAppKey(key, app.group(1), app.group(2), value);
            } else if (byKey.containsKey(normal(key))) {
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

    private void takeAppKey(String key, String appId, String what, String value) {
        if (!APP_KEYS.contains(what)) {
            throw new InvalidSetting(key, "an app has no setting '" + what + "'", "minipush.apps.wx0000000000000000.secret=not-a-real-secret");
        }
        if (!APP_ID.matcher(appId).matches()) {
            throw new InvalidSetting(key, "'" + appId + "' is not an appid", Setting.APP_ID.example);
        }
        apps.computeIfAbsent(appId, app -> new HashMap<>()).put(what, value);
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
        Path home = Path.of(required(Setting.HOME)).toAbsolutePath().normalize();
        URI wechat = wechatUrl();
        Optional<String> apiKey = optional(Setting.API_KEY);
        Settings.Address api = address(Setting.HTTP_HOST, Setting.HTTP_PORT);
        Optional<Path> keysFile = optional(Setting.KEYS_FILE).map(Path::of);
        if (apiKey.isEmpty() && keysFile.isEmpty() && !Settings.isOnLoopback(api.host())) {
            throw Setting.API_KEY.invalid("without a key the API serves loopback only, but MINIPUSH_HTTP_HOST is " + api.host() + " (MINIPUSH_KEYS_FILE would do too)");
        }
        return new Settings(home, api, address(Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT), apiKey, keysFile,
                dbUrl(home), optional(Setting.DB_USER).orElse(""), optional(Setting.DB_PASSWORD).orElse(""),
                number(Setting.DB_POOL, 2, 1000), duration(Setting.DB_WAIT), apps(), wechat, tokenSource(),
                duration(Setting.TOKEN_MAX_AGE), purgeCron(), timeZone(), positive(Setting.CREDIT_LIFETIME), creditMargin(),
                positive(Setting.RETENTION), number(Setting.MAX_IN_FLIGHT, 1, 10_000),
                positive(Setting.CONNECT_TIMEOUT), positive(Setting.RESPONSE_TIMEOUT),
                optional(Setting.ANSWER_POLICY).map(Path::of), optional(Setting.ANSWER_POLICY_SUBSCRIBE).map(Path::of),
                optional(Setting.INBOX).map(Path::of).orElse(home.resolve("inbox")).toAbsolutePath(),
                optional(Setting.ROUTES_DIR).map(Path::of).orElse(home.resolve("routes")).toAbsolutePath(),
                jms(), clockOffset(wechat), again);
    }

    private Apps apps() {
        Optional<String> id = optional(Setting.APP_ID);
        Optional<String> secret = optional(Setting.APP_SECRET);
        if (id.isPresent() != secret.isPresent()) {
            throw (id.isPresent() ? Setting.APP_SECRET : Setting.APP_ID).invalid("is missing, though the other half of the app is set");
        }
        id.ifPresent(appId -> takeAppKey(Setting.APP_ID.variable(), appId, "secret", secret.get()));
        if (apps.isEmpty()) {
            throw Setting.APP_ID.invalid("is missing: the gateway needs at least one app (with MINIPUSH_APP_SECRET)");
        }
        Map<String, App> complete = new TreeMap<>();
        apps.forEach((appId, keys) -> complete.put(appId, app(appId, keys)));
        return new Apps(complete);
    }

    /** What an app does not say for itself, the settings for all say. */
    private App app(String appId, Map<String, String> keys) {
        String secret = keys.getOrDefault("secret", "");
        if (secret.isEmpty()) {
            throw new InvalidSetting(keyOf(appId, "secret"), "is missing or empty", Setting.APP_SECRET.example);
        }
        Named uncertain = own(appId, keys, "on_uncertain", Setting.ON_UNCERTAIN);
        Named budget = own(appId, keys, "daily_budget", Setting.DAILY_BUDGET);
        Named rate = own(appId, keys, "rate_per_second", Setting.RATE_PER_SECOND);
        Named channel = own(appId, keys, "channel", Setting.CHANNEL);
        return new App(appId, secret, keys.getOrDefault("platform", WECHAT), channel(channel.name, channel.value), events(appId, keys), onUncertain(uncertain.name, uncertain.value), wholeNumber(budget.name, budget.value, 1, 1_000_000_000),
                rate.value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(wholeNumber(rate.name, rate.value, 1, 1_000_000)));
    }

    private record Named(String name, String value) {
    }

    /** The app's own value, else the one for all, under the name by which the person knows it. */
    private Named own(String appId, Map<String, String> keys, String key, Setting forAll) {
        return keys.containsKey(key) ? new Named(keyOf(appId, key), keys.get(key)) : new Named(forAll.variable(), values.getOrDefault(forAll, ""));
    }

    private static String keyOf(String appId, String key) {
        return "minipush.apps." + appId + "." + key;
    }

    private static Channel channel(String name, String value) {
        try {
            return Channel.of(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(name, "must be template or subscribe", Setting.CHANNEL.example);
        }
    }

    private Optional<EventKeys> events(String appId, Map<String, String> keys) {
        Named token = own(appId, keys, "event_token", Setting.EVENT_TOKEN);
        Named aesKey = own(appId, keys, "event_aes_key", Setting.EVENT_AES_KEY);
        if (!aesKey.value.isEmpty() && !AES_KEY.matcher(aesKey.value).matches()) {
            throw new InvalidSetting(aesKey.name, "must be the 43 letters and digits of EncodingAESKey", Setting.EVENT_AES_KEY.example);
        }
        if (token.value.isEmpty()) {
            if (!aesKey.value.isEmpty()) {
                throw new InvalidSetting(token.name, "is missing, though the key of the events is set", Setting.EVENT_TOKEN.example);
            }
            return Optional.empty();
        }
        if (!EVENT_TOKEN.matcher(token.value).matches()) {
            throw new InvalidSetting(token.name, "must be 3 to 32 characters without blanks", Setting.EVENT_TOKEN.example);
        }
        return Optional.of(new EventKeys(token.value, Optional.of(aesKey.value).filter(key -> !key.isEmpty())));
    }

    private static OnUncertain onUncertain(String name, String value) {
        try {
            return OnUncertain.of(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(name, "must be hold or resend", Setting.ON_UNCERTAIN.example);
        }
    }

    private Settings.Jms jms() {
        String url = optional(Setting.JMS_URL).orElse(Settings.Jms.EMBEDDED);
        if (!url.equals(Settings.Jms.EMBEDDED) && !url.equals(Settings.Jms.NONE) && !url.matches("\\(?(tcp|ssl|failover|vm):.+")) {
            throw Setting.JMS_URL.invalid("must be embedded, none or the URL of a broker");
        }
        Settings.Address listen = address(Setting.JMS_HOST, Setting.JMS_PORT);
        String user = optional(Setting.JMS_USER).orElse("");
        String password = optional(Setting.JMS_PASSWORD).orElse("");
        if (url.equals(Settings.Jms.EMBEDDED) && !Settings.isOnLoopback(listen.host()) && (user.isEmpty() || password.isEmpty())) {
            throw Setting.JMS_USER.invalid("without user and password the embedded broker serves loopback only, but MINIPUSH_JMS_HOST is " + listen.host());
        }
        boolean outcomes = truth(Setting.JMS_OUTCOMES);
        if (outcomes && url.equals(Settings.Jms.NONE)) {
            throw Setting.JMS_OUTCOMES.invalid("cannot be true without a broker, but MINIPUSH_JMS_URL is none");
        }
        return new Settings.Jms(url, listen, user, password, outcomes);
    }

    private boolean truth(Setting setting) {
        String text = required(setting);
        if (!text.equals("true") && !text.equals("false")) {
            throw setting.invalid("must be true or false");
        }
        return text.equals("true");
    }

    private String dbUrl(Path home) {
        String url = optional(Setting.DB_URL).orElse("jdbc:h2:file:" + home.resolve("minipush") + ";WRITE_DELAY=0");
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
        String url = required(Setting.WECHAT_URL);
        try {
            URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (uri.getHost() != null && (uri.getScheme().equals("http") || uri.getScheme().equals("https")) && uri.getQuery() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            // said below
        }
        throw Setting.WECHAT_URL.invalid("'" + url + "' is not an http or https URL");
    }

    private TokenSource tokenSource() {
        try {
            return TokenSource.valueOf(required(Setting.TOKEN_SOURCE).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Setting.TOKEN_SOURCE.invalid("must be stable or classic");
        }
    }

    private String purgeCron() {
        String cron = required(Setting.PURGE_CRON);
        if (!CronExpression.isValidExpression(cron)) {
            throw Setting.PURGE_CRON.invalid("'" + cron + "' is not a Quartz cron expression (seconds first)");
        }
        return cron;
    }

    private ZoneId timeZone() {
        try {
            return ZoneId.of(required(Setting.TIME_ZONE));
        } catch (DateTimeException e) {
            throw Setting.TIME_ZONE.invalid("'" + values.get(Setting.TIME_ZONE) + "' is not a time zone");
        }
    }

    private Duration creditMargin() {
        Duration margin = duration(Setting.CREDIT_MARGIN);
        if (margin.compareTo(duration(Setting.CREDIT_LIFETIME)) >= 0) {
            throw Setting.CREDIT_MARGIN.invalid("must be shorter than MINIPUSH_CREDIT_LIFETIME");
        }
        return margin;
    }

    private Duration clockOffset(URI wechat) {
        String text = required(Setting.CLOCK_OFFSET);
        boolean back = text.startsWith("-");
        Duration offset = parse(Setting.CLOCK_OFFSET, back ? text.substring(1) : text);
        if (!offset.isZero() && !Settings.isOnLoopback(wechat.getHost())) {
            throw Setting.CLOCK_OFFSET.invalid("is for rehearsals: it is accepted only when MINIPUSH_WECHAT_URL is on loopback");
        }
        return back ? offset.negated() : offset;
    }

    private Settings.Address address(Setting host, Setting port) {
        return new Settings.Address(required(host), number(port, 0, 65_535));
    }

    private Duration positive(Setting setting) {
        Duration duration = duration(setting);
        if (duration.isZero()) {
            throw setting.invalid("must be longer than nothing");
        }
        return duration;
    }

    private Duration duration(Setting setting) {
        return parse(setting, required(setting));
    }

    private static Duration parse(Setting setting, String text) {
        Matcher simple = DURATION.matcher(text);
        if (simple.matches()) {
            try {
                long n = Long.parseLong(simple.group(1));
                return switch (simple.group(2)) {
                    case "ms" -> Duration.ofMillis(n);
                    case "s" -> Duration.ofSeconds(n);
                    case "m" -> Duration.ofMinutes(n);
                    case "h" -> Duration.ofHours(n);
                    default -> Duration.ofDays(n);
                };
            } catch (NumberFormatException | ArithmeticException e) {
                throw setting.invalid("'" + text + "' is too long");
            }
        }
        throw setting.invalid("'" + text + "' is not a duration (a number with ms, s, m, h or d)");
    }

    private int number(Setting setting, int least, int most) {
        return wholeNumber(setting.variable(), required(setting), least, most);
    }

    private static int wholeNumber(String name, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InvalidSetting(name, "'" + text + "' is not a whole number from " + least + " to " + most, Integer.toString(least));
    }

    private String required(Setting setting) {
        return optional(setting).orElseThrow(() -> setting.invalid("is missing"));
    }

    private Optional<String> optional(Setting setting) {
        return Optional.ofNullable(values.get(setting)).filter(value -> !value.isEmpty());
    }
}
