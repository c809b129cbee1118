package io.minipush.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A subscribe template of an app.
 *
 * @param longTerm whether its messages need no subscription each
 * @param keys     in the order of the content
 */
public record Template(String id, String title, boolean longTerm, String content, String example, List<TemplateKey> keys) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)\\.DATA\\}\\}");
    private static final String OF_A_KEY = ".DATA";
    private static final int LONG_TERM = 3;

    public Template {
        keys = List.copyOf(keys);
    }

    /** @param json an element of the platform's {@code data} */
    static Template of(JsonNode json) {
        Map<String, List<String>> values = new HashMap<>();
        for (JsonNode list : json.path("keywordEnumValueList")) {
            List<String> ofKey = new ArrayList<>();
            list.path("enumValueList").forEach(value -> ofKey.add(value.asText()));
            String code = list.path("keywordCode").asText();
            values.put(code.endsWith(OF_A_KEY) ? code.substring(0, code.length() - OF_A_KEY.length()) : code, ofKey);
        }
        String content = json.path("content").asText();
        Set<String> names = new LinkedHashSet<>();
        for (Matcher place = PLACE.matcher(content); place.find();) {
            names.add(place.group(1));
        }
        return new Template(json.path("priTmplId").asText(), json.path("title").asText(), json.path("type").asInt() == LONG_TERM, content,
                json.path("example").asText(), names.stream().map(name -> new TemplateKey(name, values.getOrDefault(name, List.of()))).toList());
    }
}
