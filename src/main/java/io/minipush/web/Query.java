package io.minipush.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.minipush.json.Fault;
import io.minipush.json.Refused;

/** Takes the parameters of a query and notes what is wrong with each; one that nobody asked for is wrong too. */
final class Query {

    private static final int MOST_FAULTS = 20;
    private static final int LONGEST_NAME_SHOWN = 64;

    private final Map<String, String> parameters;
    private final Set<String> asked = new HashSet<>();
    private final List<Fault> faults = new ArrayList<>();

    Query(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    Optional<String> id(String name) {
        return take(name, value -> value.matches("[!-~]{1,128}"), "must be 1 to 128 printable ASCII characters without blanks");
    }

    Optional<String> line(String name, int longest) {
        return take(name, value -> !value.isEmpty() && value.length() <= longest, "must be 1 to " + longest + " characters");
    }

    Optional<String> choice(String name, List<String> choices) {
        return take(name, choices::contains, "must be one of " + String.join(", ", choices));
    }

    Optional<Integer> number(String name, int least, int most) {
        return take(name, value -> value.matches("-?\\d{1,9}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most,
                "must be a whole number" + (least == Integer.MIN_VALUE ? "" : " from " + least + " to " + most)).map(Integer::valueOf);
    }

    /** What {@link #cursor(String)} made. */
    Optional<String> cursor(String name, String pattern) {
        return take(name, value -> decoded(value).filter(text -> text.matches(pattern)).isPresent(), "is not a cursor that this list has given")
                .flatMap(Query::decoded);
    }

    /** A place in a list, in a form that nobody builds upon. */
    static String cursor(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws Refused with all that is wrong */
    void check() {
        for (String name : parameters.keySet()) {
            if (!asked.contains(name)) {
                boolean showable = name.length() <= LONGEST_NAME_SHOWN && name.matches("[ -~]+");
                fault(showable ? name : "", "is not a parameter of this");
            }
        }
        if (!faults.isEmpty()) {
            throw new Refused(Refused.INVALID, faults);
        }
    }

    private Optional<String> take(String name, Predicate<String> good, String detail) {
        asked.add(name);
        Optional<String> value = Optional.ofNullable(parameters.get(name));
        if (value.isPresent() && !good.test(value.get())) {
            fault(name, detail);
            return Optional.empty();
        }
        return value;
    }

    private void fault(String name, String detail) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(Fault.pointer("", name), detail));
        }
    }

    private static Optional<String> decoded(String cursor) {
        try {
            byte[] place = Base64.getUrlDecoder().decode(cursor);
            return Arrays.equals(cursor.getBytes(StandardCharsets.ISO_8859_1), cursor(new String(place, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.ISO_8859_1))
                    ? Optional.of(new String(place, StandardCharsets.US_ASCII)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
