package io.minipush.simulator;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the value of a key may be, by the kind of the key: its name without the digits at its end. A kind that is not listed
 * ({@code short_thing} and {@code enum_string} are seen in real templates) has no known limit.
 *
 * <p>The platform's documentation counts characters and does not say how; here a character outside the basic plane counts as one.
 */
final class KeyLimits {
    private static final String CLOCK = "\\d{1,2}:\\d{2}(:\\d{2})?";
    private static final String DAY = "\\d{4}(年\\d{1,2}月\\d{1,2}日|[-/.]\\d{1,2}[-/.]\\d{1,2})";
    private static final Map<String, Predicate<String>> LIMITS = Map.ofEntries(
            Map.entry("thing", value -> length(value) <= 20),
            Map.entry("number", form("[-+]?(?=.{1,32}$)\\d+(\\.\\d+)?")),
            Map.entry("letter", form("[A-Za-z]{1,32}")),
            Map.entry("symbol", form("[^\\p{L}\\p{N}]{1,5}")),
            Map.entry("character_string", form("[\\x20-\\x7e]{1,32}")),
            Map.entry("time", period("(" + DAY + " ?)?" + CLOCK)),
            Map.entry("date", period(DAY + "( ?" + CLOCK + ")?")),
            Map.entry("amount", form("[^\\p{L}\\p{N}.]?\\d{1,10}(\\.\\d+)?元?")),
            Map.entry("phone_number", form("[\\d+() *#-]{1,17}")),
            Map.entry("car_number", form("(?=.{1,8}$)\\p{IsHan}?[A-Za-z0-9]+\\p{IsHan}?")),
            Map.entry("name", form("[^\\p{N}]{1,10}|[^\\p{IsHan}\\p{N}]{1,20}")),
            Map.entry("phrase", form("\\p{IsHan}{1,5}")));
    private static final Pattern DIGITS_AT_THE_END = Pattern.compile("\\d+$");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private KeyLimits() {
    }

    /** @param listed the only values that the template allows for this key, null if it allows any
     *  @throws Refusal 47003 that names the key */
    static void check(String key, String value, List<String> listed) {
        String field = "data." + key + ".value";
        if (value.isBlank()) {
            throw StrictJson.empty(field);
        }
        boolean good = !CONTROL.matcher(value).find()
                && (listed == null || listed.contains(value))
                && LIMITS.getOrDefault(DIGITS_AT_THE_END.matcher(key).replaceFirst(""), any -> true).test(value);
        if (!good) {
            throw StrictJson.invalid(field);
        }
    }

    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }

    private static Predicate<String> form(String regex) {
        return Pattern.compile(regex).asMatchPredicate();
    }

    /** One moment, or two with {@code ~} between them. */
    private static Predicate<String> period(String moment) {
        return form(moment + "(\\s?~\\s?" + moment + ")?");
    }
}
