package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a template message.
 *
 * @param unknownFields fields that the platform has never heard of; the rest of the body may still be in order
 */
record TemplateBody(String touser, String templateId, String page, String formId, String emphasis, Map<String, String> data,
        byte[] dataJson, List<String> unknownFields) {
    private static final Set<String> FIELDS = Set.of("touser", "template_id", "page", "form_id", "data", "emphasis_keyword");

    /** @throws Refusal 44002, 47001, 47002 or 47003 */
    static TemplateBody parse(byte[] raw) {
        JsonNode json = StrictJson.object(raw);
        List<String> unknown = StrictJson.unknownFields(json, FIELDS, "");
        Map<String, String> values = values(json.get("data"), unknown);
        return new TemplateBody(StrictJson.text(json, "touser"), StrictJson.text(json, "template_id"),
                StrictJson.text(json, "page"), StrictJson.text(json, "form_id"),
                StrictJson.text(json, "emphasis_keyword"), values, dataJson(json.get("data")), unknown);
    }

    ContentKey contentKey() {
        return ContentKey.of(touser, templateId, page, emphasis, data);
    }

    private static Map<String, String> values(JsonNode data, List<String> unknown) {
        Map<String, String> values = new LinkedHashMap<>();
        if (data == null) {
            return values;
        }
        if (!data.isObject()) {
            throw StrictJson.invalid("data");
        }
        data.fields().forEachRemaining(entry -> {
            String where = "data." + entry.getKey();
            JsonNode item = entry.getValue();
            if (!item.isObject() || !item.path("value").isTextual()) {
                throw StrictJson.invalid(where + ".value");
            }
            unknown.addAll(StrictJson.unknownFields(item, Set.of("value"), where + "."));
            values.put(entry.getKey(), item.get("value").textValue());
        });
        return values;
    }

    private static byte[] dataJson(JsonNode data) {
        return data == null ? null : data.toString().getBytes(StandardCharsets.UTF_8);
    }
}
