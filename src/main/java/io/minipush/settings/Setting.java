package io.minipush.settings;

import java.util.Locale;

/**
 * Every setting, declared once: its environment variable is the constant's name behind {@code MINIPUSH_}, its key in a
 * properties file the same in lower case with dots ({@code minipush.http.port}). Defaults and their reasons stand in
 * {@code application.properties}.
 */
public enum Setting {
    HOME("./data", false),
    HTTP_HOST("127.0.0.1", false),
    HTTP_PORT("8080", false),
    MANAGEMENT_HOST("127.0.0.1", false),
    MANAGEMENT_PORT("9090", false),
    API_KEY("a-long-random-string", true),
    KEYS_FILE("/etc/minipush/keys.yaml", false),
    DB_URL("jdbc:postgresql://localhost/minipush", false),
    DB_USER("minipush", false),
    DB_PASSWORD("not-a-real-password", true),
    DB_POOL("10", false),
    DB_WAIT("60s", false),
    APP_ID("wx0000000000000000", false),
    APP_SECRET("not-a-real-secret", true),
    WECHAT_URL("https://api.weixin.qq.com", false),
    TOKEN_SOURCE("stable", false),
    TOKEN_MAX_AGE("90m", false),
    PURGE_CRON("0 0 0 * * ?", false),
    TIME_ZONE("Asia/Shanghai", false),
    CREDIT_LIFETIME("7d", false),
    CREDIT_MARGIN("1h", false),
    RETENTION("30d", false),
    MAX_IN_FLIGHT("64", false),
    CONNECT_TIMEOUT("5s", false),
    RESPONSE_TIMEOUT("15s", false),
    DAILY_BUDGET("1000000", false),
    RATE_PER_SECOND("50", false),
    ON_UNCERTAIN("hold", false),
    CHANNEL("subscribe", false),
    EVENT_TOKEN("not-a-real-token", true),
    EVENT_AES_KEY("notARealKeyNotARealKeyNotARealKeyNotARealKe", true),
    ANSWER_POLICY("/etc/minipush/wechat-template.yaml", false),
    ANSWER_POLICY_SUBSCRIBE("/etc/minipush/wechat-subscribe.yaml", false),
    INBOX("/srv/minipush/inbox", false),
    JMS_URL("tcp://broker:61616", false),
    JMS_HOST("127.0.0.1", false),
    JMS_PORT("61616", false),
    JMS_USER("minipush", false),
    JMS_PASSWORD("not-a-real-password", true),
    JMS_OUTCOMES("true", false),
    CLOCK_OFFSET("0s", false);

    /** A value that would be right. */
    public final String example;

    /** Whether the value may come from a file named by the variable with {@code _FILE} behind it, and is never shown. */
    public final boolean secret;

    Setting(String example, boolean secret) {
        this.example = example;
        this.secret = secret;
    }

    /** {@code MINIPUSH_HTTP_PORT} */
    public String variable() {
        return "MINIPUSH_" + name();
    }

    /** {@code minipush.http.port} */
    public String key() {
        return "minipush." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The fault of this setting as an exception with its name and example. */
    public InvalidSetting invalid(String fault) {
        return new InvalidSetting(variable(), fault, example);
    }
}
