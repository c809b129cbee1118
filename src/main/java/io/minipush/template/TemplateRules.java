package io.minipush.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.json.Fault;

/** Whether the data of a message fit its template. Only what the platform surely refuses (47003) is a fault; the rest is a warning. */
final class TemplateRules {

    /**
     * What was found; neither repeats a value.
     *
     * @param warnings what the platform might refuse, each beginning with its key
     */
    record Findings(List<Fault> faults, List<String> warnings) {
    }

    private TemplateRules() {
    }

    /** @param data as {@code {"thing1": {"value": "…"}}} */
    static Findings check(Template template, JsonNode data) {
        List<Fault> faults = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (TemplateKey key : template.keys()) {
            names.add(key.name());
            String value = data.path(key.name()).path("value").textValue();
            if (value == null) {
                faults.add(fault(key.name(), "is missing: the template has it"));
            } else if (value.isEmpty()) {
                faults.add(fault(key.name(), "is empty"));
            } else if (value.codePoints().anyMatch(Character::isISOControl)) {
                faults.add(fault(key.name(), "has a line break or another control character"));
            } else {
                key.complaint(value).ifPresent(complaint -> warnings.add(key.name() + " " + complaint));
            }
        }
        data.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                faults.add(fault(name, "is not a key of the template"));
            }
        });
        return new Findings(faults, warnings);
    }

    private static Fault fault(String key, String detail) {
        return new Fault(Fault.pointer("/data", key), key + " " + detail);
    }
}
