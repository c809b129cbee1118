package io.minipush.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.minipush.notification.Channel;
import io.minipush.notification.OnUncertain;

/** Gathers what the sources say of apps, each key by itself, and makes whole apps of it. */
final class AppsReader {

    private static final Pattern KEY = Pattern.compile("minipush\\.apps\\.([^.]+)\\.(.+)");
    private static final Set<String> NAMES = Set.of("secret", "platform", "channel", "event_token", "event_aes_key", "on_uncertain", "daily_budget",
            "rate_per_second");
    private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String WECHAT = "wechat";
    private static final Pattern EVENT_TOKEN = Pattern.compile("[!-~]{3,32}");
    private static final Pattern AES_KEY = Pattern.compile("[A-Za-z0-9+/]{43}");

    /** What is known of each app, by the name behind the appid in its key. */
    private final Map<String, Map<String, String>> apps = new TreeMap<>();

    /**
     * @return whether the key is one of an app
     * @throws InvalidSetting if it is, but wrong
     */
    boolean take(String key, String value) {
        Matcher app = KEY.matcher(key);
        if (!app.matches()) {
            return false;
        }
        if (!NAMES.contains(app.group(2))) {
            throw new InvalidSetting(key, "an app has no setting '" + app.group(2) + "'", "minipush.apps.wx0000000000000000.secret=not-a-real-secret");
        }
        take(key, app.group(1), app.group(2), value);
        return true;
    }

    private void take(String source, String appId, String name, String value) {
        if (!APP_ID.matcher(appId).matches()) {
            throw new InvalidSetting(source, "'" + appId + "' is not an appid", Setting.APP_ID.example);
        }
        apps.computeIfAbsent(appId, app -> new HashMap<>()).put(name, value);
    }

    /**
     * @param forAll what holds for each app that says nothing else; it may name an app of its own
     * @throws InvalidSetting if there is no app, or something of one is wrong or missing
     */
    Apps apps(SettingValues forAll) {
        Optional<String> id = forAll.optional(Setting.APP_ID);
        Optional<String> secret = forAll.optional(Setting.APP_SECRET);
        if (id.isPresent() != secret.isPresent()) {
            throw (id.isPresent() ? Setting.APP_SECRET : Setting.APP_ID).invalid("is missing, though the other half of the app is set");
        }
        id.ifPresent(appId -> take(Setting.APP_ID.variable(), appId, "secret", secret.get()));
        if (apps.isEmpty()) {
            throw Setting.APP_ID.invalid("is missing: the gateway needs at least one app (with MINIPUSH_APP_SECRET)");
        }
        Map<String, App> complete = new TreeMap<>();
        apps.forEach((appId, own) -> complete.put(appId, new Texts(appId, own, forAll).app()));
        return new Apps(complete);
    }

    /** @param name by which the person knows it */
    private record Named(String name, String value) {

        boolean isEmpty() {
            return value.isEmpty();
        }

        InvalidSetting invalid(String fault, Setting like) {
            return new InvalidSetting(name, fault, like.example);
        }
    }

    /** What is said of one app. */
    private record Texts(String appId, Map<String, String> own, SettingValues forAll) {

        App app() {
            if (own.getOrDefault("secret", "").isEmpty()) {
                throw new InvalidSetting(keyOf("secret"), "is missing or empty", Setting.APP_SECRET.example);
            }
            Named budget = find("daily_budget", Setting.DAILY_BUDGET);
            Named rate = find("rate_per_second", Setting.RATE_PER_SECOND);
            return new App(appId, own.get("secret"), own.getOrDefault("platform", WECHAT), channel(), events(), onUncertain(),
                    SettingValues.wholeNumber(budget.name, budget.value, 1, 1_000_000_000),
                    rate.isEmpty() ? OptionalInt.empty() : OptionalInt.of(SettingValues.wholeNumber(rate.name, rate.value, 1, 1_000_000)));
        }

        /** The app's own, else the one for all. */
        private Named find(String name, Setting all) {
            return own.containsKey(name) ? new Named(keyOf(name), own.get(name)) : new Named(all.variable(), forAll.text(all));
        }

        private String keyOf(String name) {
            return "minipush.apps." + appId + "." + name;
        }

        private Channel channel() {
            Named channel = find("channel", Setting.CHANNEL);
            try {
                return Channel.of(channel.value);
            } catch (IllegalArgumentException e) {
                throw channel.invalid("must be template or subscribe", Setting.CHANNEL);
            }
        }

        private OnUncertain onUncertain() {
            Named policy = find("on_uncertain", Setting.ON_UNCERTAIN);
            try {
                return OnUncertain.of(policy.value);
            } catch (IllegalArgumentException e) {
                throw policy.invalid("must be hold or resend", Setting.ON_UNCERTAIN);
            }
        }

        private Optional<EventKeys> events() {
            Named token = find("event_token", Setting.EVENT_TOKEN);
            Named aesKey = find("event_aes_key", Setting.EVENT_AES_KEY);
            if (!aesKey.isEmpty() && !AES_KEY.matcher(aesKey.value).matches()) {
                throw aesKey.invalid("must be the 43 letters and digits of EncodingAESKey", Setting.EVENT_AES_KEY);
            }
            if (token.isEmpty()) {
                if (!aesKey.isEmpty()) {
                    throw token.invalid("is missing, though the key of the events is set", Setting.EVENT_TOKEN);
                }
                return Optional.empty();
            }
            if (!EVENT_TOKEN.matcher(token.value).matches()) {
                throw token.invalid("must be 3 to 32 characters without blanks", Setting.EVENT_TOKEN);
            }
            return Optional.of(new EventKeys(token.value, Optional.of(aesKey.value).filter(key -> !key.isEmpty())));
        }

        @Override
        public String toString() {
            // Texts hold secrets.
            return "Texts[" + appId + "]";
        }
    }
}
