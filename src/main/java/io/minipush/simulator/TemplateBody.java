package io.minipush.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a template message, read as strictly as can be.
 *
 * @param unknownFields fields that the platform has never heard of; the rest of the body may still be in order
 */
record TemplateBody(String touser, String templateId, String page, String formId, String emphasis, Map<String, String> data,
        byte[] dataJson, List<String> unknownFields) {
    private static final Set<String> FIELDS = Set.of("touser", "template_id", "page", "form_id", "data", "emphasis_keyword");
    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** @throws Refusal 44002, 47001, 47002 or 47003 */
    static TemplateBody parse(byte[] raw) {
        JsonNode json = object(raw);
        List<String> unknown = new ArrayList<>();
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                unknown.add(name);
            }
        });
        Map<String, String> values = values(json.get("data"), unknown);
        return new TemplateBody(text(json, "touser"), text(json, "template_id"), text(json, "page"), text(json, "form_id"),
                text(json, "emphasis_keyword"), values, dataJson(json.get("data")), unknown);
    }

    ContentKey contentKey() {
        return ContentKey.of(touser, templateId, page, emphasis, data);
    }

    /** Any body of the platform: one JSON object in raw UTF-8.
     *  @throws Refusal 44002, 47001 or 47002 */
    static JsonNode object(byte[] raw) {
        if (raw.length == 0) {
            throw new Refusal(44002);
        }
        String text;
        JsonNode json;
        try {
            // decoded here and not by the parser, which would take UTF-16 and UTF-32 as well
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
            json = STRICT.readTree(text);
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new Refusal(47001);
        }
        if (!json.isObject()) {
            throw new Refusal(47001);
        }
        if (escapesText(text)) {
            throw new Refusal(47002);
        }
        return json;
    }

    /** @return null if the field is not there
     *  @throws Refusal 47003 if it is there and is no string */
    static String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw invalid(field);
        }
        return value.textValue();
    }

    private static Map<String, String> values(JsonNode data, List<String> unknown) {
        Map<String, String> values = new LinkedHashMap<>();
        if (data == null) {
            return values;
        }
        if (!data.isObject()) {
            throw invalid("data");
        }
        data.fields().forEachRemaining(entry -> {
            String where = "data." + entry.getKey();
            JsonNode item = entry.getValue();
            if (!item.isObject() || !item.path("value").isTextual()) {
                throw invalid(where + ".value");
            }
            item.fieldNames().forEachRemaining(name -> {
                if (!name.equals("value")) {
                    unknown.add(where + "." + name);
                }
            });
            values.put(entry.getKey(), item.get("value").textValue());
        });
        return values;
    }

    static Refusal invalid(String field) {
        // the name comes from the request, and must not break the JSON of the answer
        String name = field.replaceAll("[^A-Za-z0-9_.]", "?");
        return new Refusal(47003, "argument invalid! " + name + " invalid");
    }

    private static byte[] dataJson(JsonNode data) {
        return data == null ? null : data.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Control characters have to be escaped in JSON, so only an escape of what could have stood there as it is counts. */
    private static boolean escapesText(String json) {
        for (int i = json.indexOf('\\'); i >= 0 && i + 1 < json.length(); i = json.indexOf('\\', i + 2)) {
            if (json.charAt(i + 1) == 'u' && Integer.parseInt(json, i + 2, i + 6, 16) >= 0x80) {
                return true;
            }
        }
        return false;
    }
}
