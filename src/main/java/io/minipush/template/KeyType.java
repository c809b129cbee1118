package io.minipush.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What may stand in a value of a subscribe message, by the name of its key: {@code thing1} is a {@link #THING}. From the platform's
 * table of parameters. Nobody says how it counts what is beyond the basic plane; here such a character counts one.
 *
 * <p>Only complaints come of it, no refusals: the platform decides, and does not tell when it changes its mind.
 */
enum KeyType {
    THING(20, KeyType::length),
    NUMBER(32, KeyType::digits, "is not a number", matches("[+-]?\\d+(\\.\\d+)?")),
    LETTER(32, KeyType::length, "has other than letters", matches("[A-Za-z]*")),
    SYMBOL(5, KeyType::length),
    CHARACTER_STRING(32, KeyType::length, "has other than digits, letters and symbols", matches("[ -~]*")),
    /** 24 hours, perhaps with a date before it: {@code 15:01} or {@code 2019年10月1日 15:01}. */
    TIME,
    /** Year, month, day, perhaps with a time behind. */
    DATE,
    /** One sign of a currency, up to ten digits, decimals; may end with 元. */
    AMOUNT(10, value -> digits(value.split("\\.")[0]), "is not an amount", matches("\\p{Sc}?[+-]?[\\d,]+(\\.\\d+)?元?")),
    PHONE_NUMBER(17, KeyType::length, "has letters", value -> value.codePoints().noneMatch(Character::isLetter)),
    CAR_NUMBER(8, KeyType::length),
    /** Ten Chinese characters, or twenty if none of them is. */
    NAME(10, value -> isLatin(value) ? (length(value) + 1) / 2 : length(value)),
    PHRASE(5, KeyType::length, "has other than Chinese characters", value -> value.codePoints().allMatch(Character::isIdeographic)),
    /** One of the values that come with the template. */
    ENUM,
    /** A type that no document names. */
    OTHER;

    private static final Pattern NUMBERED = Pattern.compile("([a-z_]+?)\\d*");

    private final OptionalInt limit;
    private final Function<String, Integer> size;
    private final String fault;
    private final Predicate<String> form;

    KeyType() {
        this(OptionalInt.empty(), value -> 0, null, value -> true);
    }

    KeyType(int limit, Function<String, Integer> size) {
        this(OptionalInt.of(limit), size, null, value -> true);
    }

    KeyType(int limit, Function<String, Integer> size, String fault, Predicate<String> form) {
        this(OptionalInt.of(limit), size, fault, form);
    }

    KeyType(OptionalInt limit, Function<String, Integer> size, String fault, Predicate<String> form) {
        this.limit = limit;
        this.size = size;
        this.fault = fault;
        this.form = form;
    }

    /** @param key as {@code thing1} */
    static KeyType of(String key) {
        String word = word(key);
        return Arrays.stream(values()).filter(type -> type != OTHER && type.name().toLowerCase(Locale.ROOT).equals(word)).findFirst().orElse(OTHER);
    }

    /** The name of the type of a key, also of one that no document names: {@code short_thing} of {@code short_thing2}. */
    static String word(String key) {
        var name = NUMBERED.matcher(key);
        return name.matches() ? name.group(1) : key;
    }

    /** How many characters, or digits, a value may have. */
    OptionalInt limit() {
        return limit;
    }

    /** What the platform's document has against a value; does not repeat it. */
    Optional<String> complaint(String value) {
        if (limit.isPresent() && size.apply(value) > limit.getAsInt()) {
            return Optional.of("is longer than " + limit.getAsInt() + switch (this) {
                case NUMBER, AMOUNT -> " digits";
                case NAME -> " characters, or twice as many if none is Chinese";
                default -> " characters";
            });
        }
        return form.test(value) ? Optional.empty() : Optional.of(fault);
    }

    private static Predicate<String> matches(String regex) {
        return Pattern.compile(regex).asMatchPredicate();
    }

    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }

    private static int digits(String value) {
        return (int) value.codePoints().filter(Character::isDigit).count();
    }

    private static boolean isLatin(String value) {
        return value.codePoints().allMatch(c -> c < 0x80);
    }
}
