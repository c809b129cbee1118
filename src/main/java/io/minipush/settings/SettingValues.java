package io.minipush.settings;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings as texts, of whatever source, and read as what they mean. An empty text is as good as none. */
final class SettingValues {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    /** A hundred years: with more, times and milliseconds leave their range, and that would be found out at night only. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Map<Setting, String> texts = new EnumMap<>(Setting.class);

    /** In place of what a weaker source said. */
    void put(Setting setting, String text) {
        texts.put(setting, text);
    }

    void putIfAbsent(Setting setting, String text) {
        texts.putIfAbsent(setting, text);
    }

    /** Empty if there is none. */
    String text(Setting setting) {
        return texts.getOrDefault(setting, "");
    }

    boolean truth(Setting setting) {
        String text = required(setting);
        if (!text.equals("true") && !text.equals("false")) {
            throw setting.invalid("must be true or false");
        }
        return text.equals("true");
    }

    Settings.Address address(Setting host, Setting port) {
        return new Settings.Address(required(host), number(port, 0, 65_535));
    }

    Duration positive(Setting setting) {
        Duration duration = duration(setting);
        if (duration.isZero()) {
            throw setting.invalid("must be longer than nothing");
        }
        return duration;
    }

    Duration duration(Setting setting) {
        return duration(setting, required(setting));
    }

    /** A duration as of that setting, whatever the setting's own value is. */
    static Duration duration(Setting setting, String text) {
        Matcher simple = DURATION.matcher(text);
        if (!simple.matches()) {
            throw setting.invalid("'" + text + "' is not a duration (a number with ms, s, m, h or d)");
        }
        try {
            Duration duration = duration(Long.parseLong(simple.group(1)), simple.group(2));
            if (duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // said below
        }
        throw setting.invalid("'" + text + "' is too long");
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    int number(Setting setting, int least, int most) {
        return wholeNumber(setting.variable(), required(setting), least, most);
    }

    /** @param name by which the person knows the value */
    static int wholeNumber(String name, String text, int least, int most) {
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

    /** @throws InvalidSetting if it is missing or empty */
    String required(Setting setting) {
        return optional(setting).orElseThrow(() -> setting.invalid("is missing"));
    }

    Optional<String> optional(Setting setting) {
        return Optional.of(text(setting)).filter(value -> !value.isEmpty());
    }
}
