package io.minipush.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Takes the members of one object and notes what is wrong with each, so that a caller learns all faults at once. A member
 * that nobody asked for is a fault too: a typo must not be swallowed.
 */
public final class Fields {

    /** Enough to mend a document by; an answer must not grow with the malice of its request. */
    private static final int MOST_FAULTS = 20;
    private static final int LONGEST_NAME_SHOWN = 64;
    /** The columns are ASCII, and no platform has ids with blanks. */
    private static final Pattern ID = Pattern.compile("[!-~]+");
    /** Seconds are required; the parser below would do without. */
    private static final Pattern RFC_3339 = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    private final ObjectNode object;
    private final String at;
    private final List<Fault> faults;
    private final Set<String> asked = new HashSet<>();

    private Fields(ObjectNode object, String at, List<Fault> faults) {
        this.object = object;
        this.at = at;
        this.faults = faults;
    }

    /** @throws Refused if the item is not an object */
    public static Fields of(JsonNode item) {
        if (!(item instanceof ObjectNode object)) {
            throw new Refused(Refused.INVALID, "", "must be an object");
        }
        return new Fields(object, "", new ArrayList<>());
    }

    /** An id of the platform: printable ASCII without blanks. */
    public Optional<String> id(String name, int longest) {
        return string(name).filter(value -> holds(name, !value.isEmpty() && value.length() <= longest && ID.matcher(value).matches(),
                "must be 1 to " + longest + " printable ASCII characters without blanks"));
    }

    /** Text for a person, in one line. */
    public Optional<String> line(String name, int longest) {
        return string(name).filter(value -> holds(name, !value.isEmpty() && value.length() <= longest && isText(value, false),
                "must be 1 to " + longest + " characters without control characters"));
    }

    /** Text for a person; line breaks and tabs are allowed, and so is nothing at all. */
    public Optional<String> text(String name, int longest) {
        return string(name).filter(value -> holds(name, value.length() <= longest && isText(value, true),
                "must be at most " + longest + " characters without control characters"));
    }

    /** A string as it stands, to be judged by the caller. */
    public Optional<String> string(String name) {
        return member(name).filter(value -> holds(name, value.isTextual(), "must be a string")).map(JsonNode::textValue);
    }

    public Optional<String> choice(String name, String... choices) {
        return string(name).filter(value -> holds(name, Arrays.asList(choices).contains(value), "must be one of " + String.join(", ", choices)));
    }

    /** A point in time, in microseconds as the databases keep it. */
    public Optional<Instant> time(String name) {
        return string(name).flatMap(value -> {
            try {
                if (RFC_3339.matcher(value).matches()) {
                    return Optional.of(OffsetDateTime.parse(value).toInstant().truncatedTo(ChronoUnit.MICROS));
                }
            } catch (DateTimeException e) {
                // said below
            }
            fault(name, "must be a time like 2026-01-31T08:00:00Z (RFC 3339)");
            return Optional.empty();
        });
    }

    /** A whole number that an int can hold. */
    public Optional<Integer> number(String name) {
        return member(name).filter(value -> holds(name, value.isIntegralNumber() && value.canConvertToInt(), "must be a whole number"))
                .map(JsonNode::intValue);
    }

    /** A list of ids of the platform; each that is none is a fault of its own. */
    public List<String> ids(String name, int most, int longest) {
        return ids(name, 1, most, longest);
    }

    /** @param least how many there must be, if the member is there */
    public List<String> ids(String name, int least, int most, int longest) {
        List<String> ids = new ArrayList<>();
        member(name).filter(list -> holds(name, list.isArray() && list.size() >= least && list.size() <= most, "must be a list of " + least + " to " + most)).ifPresent(list -> {
            for (int i = 0; i < list.size(); i++) {
                String id = list.get(i).textValue();
                if (id != null && id.length() <= longest && ID.matcher(id).matches()) {
                    ids.add(id);
                } else {
                    add(new Fault(Fault.pointer(at, name) + "/" + i, "must be 1 to " + longest + " printable ASCII characters without blanks"));
                }
            }
        });
        return ids;
    }

    public Optional<Fields> object(String name) {
        return member(name)
                .filter(value -> holds(name, value.isObject(), "must be an object"))
                .map(value -> new Fields((ObjectNode) value, Fault.pointer(at, name), faults));
    }

    /** The names of all members; asking for them does not excuse them. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public boolean has(String name) {
        return object.has(name);
    }

    /** Whether it is there to say that there is none. */
    public boolean isNull(String name) {
        return member(name).filter(JsonNode::isNull).isPresent();
    }

    /** Notes that a member which must be there is not. */
    public void require(String... names) {
        for (String name : names) {
            if (!object.has(name)) {
                fault(name, "is missing");
            }
        }
    }

    /** Notes that neither of two members is there, or that both are. */
    public void requireOneOf(String usual, String instead) {
        if (!has(instead)) {
            require(usual);
        } else if (has(usual)) {
            fault(instead, "stands instead of " + usual + ", not beside it");
        }
    }

    /** Notes a fault of a member, which is then not also an unknown one. */
    public void fault(String name, String detail) {
        asked.add(name);
        boolean showable = name.length() <= LONGEST_NAME_SHOWN && isText(name, false);
        add(showable ? new Fault(Fault.pointer(at, name), detail) : new Fault(at, "a member with an impossible name " + detail));
    }

    /** Notes every member that nobody asked for. */
    public void refuseOthers() {
        names().stream().filter(name -> !asked.contains(name)).forEach(name -> fault(name, "is not a field of this"));
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** @throws Refused with all faults noted, if there are any */
    public void check() {
        if (!faults.isEmpty()) {
            throw new Refused(Refused.INVALID, faults);
        }
    }

    private Optional<JsonNode> member(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name));
    }

    private boolean holds(String name, boolean condition, String detail) {
        if (!condition) {
            fault(name, detail);
        }
        return condition;
    }

    private void add(Fault fault) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(fault);
        }
    }

    /**
     * Whether the platform takes it: no control characters, which would go out escaped and are refused, and no half of a surrogate pair.
     *
     * @param breaks whether line breaks and tabs are allowed
     */
    public static boolean isText(String value, boolean breaks) {
        return value.codePoints().noneMatch(c -> Character.isISOControl(c) && !(breaks && (c == '\n' || c == '\r' || c == '\t'))
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
