package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a subscribe message.
 *
 * @param state         the {@code miniprogram_state}, null if it was left out
 * @param data          the text of each key
 * @param unknownFields fields that the platform has never heard of; the rest of the body may still be in order
 */
record SubscribeBody(String touser, String templateId, String page, String state, String lang, Map<String, String> data,
        byte[] dataJson, List<String> unknownFields) {
    private static final Set<String> FIELDS = Set.of("touser", "template_id", "page", "miniprogram_state", "lang", "data");
    private static final Set<String> STATES = Set.of("developer", "trial", "formal");
    private static final Set<String> LANGUAGES = Set.of("zh_CN", "en_US", "zh_HK", "zh_TW");

    /** @throws Refusal 44002, 47001, 47002 or 47003 */
    static SubscribeBody parse(byte[] raw) {
        JsonNode json = StrictJson.object(raw);
        List<String> unknown = StrictJson.unknownFields(json, FIELDS, "");
        JsonNode data = json.get("data");
        return new SubscribeBody(StrictJson.text(json, "touser"), StrictJson.text(json, "template_id"),
                StrictJson.text(json, "page"), oneOf(json, "miniprogram_state", STATES), oneOf(json, "lang", LANGUAGES),
                values(data, unknown), data.toString().getBytes(StandardCharsets.UTF_8), unknown);
    }

    /** The page has to be online only for a message that leads to the released version. */
    boolean leadsToTheReleasedVersion() {
        return state == null || state.equals("formal");
    }

    ContentKey contentKey() {
        // state and language stand where a template message has its emphasis: both kinds are never compared with each other
        return ContentKey.of(touser, templateId, page, state + " " + lang, data);
    }

    private static String oneOf(JsonNode json, String field, Set<String> allowed) {
        String text = StrictJson.text(json, field);
        if (text != null && !allowed.contains(text)) {
            throw StrictJson.invalid(field);
        }
        return text;
    }

    private static Map<String, String> values(JsonNode data, List<String> unknown) {
        if (data == null) {
            throw StrictJson.empty("data");
        }
        if (!data.isObject()) {
            throw StrictJson.invalid("data");
        }
        Map<String, String> values = new LinkedHashMap<>();
        data.fields().forEachRemaining(entry -> {
            String where = "data." + entry.getKey();
            JsonNode item = entry.getValue();
            if (!item.isObject()) {
                // this call, unlike the classic one, calls a flat value bad JSON
                throw new Refusal(47001);
            }
            if (!item.path("value").isTextual()) {
                throw StrictJson.invalid(where + ".value");
            }
            unknown.addAll(StrictJson.unknownFields(item, Set.of("value"), where + "."));
            values.put(entry.getKey(), item.get("value").textValue());
        });
        return values;
    }
}
