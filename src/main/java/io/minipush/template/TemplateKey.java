package io.minipush.template;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A place in a template for a value.
 *
 * @param values the only ones that the platform takes; empty: any of its type
 */
public record TemplateKey(String name, List<String> values) {

    public TemplateKey {
        values = List.copyOf(values);
    }

    /** As the platform names it: {@code thing}. */
    public String type() {
        return KeyType.word(name);
    }

    /** How many characters, or digits of a number, a value may have; empty if no document says. */
    public OptionalInt limit() {
        return KeyType.of(name).limit();
    }

    /** What the platform may have against a value; does not repeat it. */
    Optional<String> complaint(String value) {
        if (!values.isEmpty() && !values.contains(value)) {
            return Optional.of("is none of the values that the template lists");
        }
        return KeyType.of(name).complaint(value);
    }
}
