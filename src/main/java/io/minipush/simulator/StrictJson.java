package io.minipush.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the body of a call as strictly as can be. */
final class StrictJson {
    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private StrictJson() {
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

    /** The fields of an object that are not among those known, each with what stands before it. */
    static List<String> unknownFields(JsonNode object, Set<String> known, String before) {
        List<String> unknown = new ArrayList<>();
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(before + name);
            }
        });
        return unknown;
    }

    static Refusal invalid(String field) {
        return argument(field + " invalid");
    }

    /** The misspelling is the platform's own. */
    static Refusal empty(String field) {
        return argument(field + " is emtpy");
    }

    private static Refusal argument(String complaint) {
        // the name comes from the request, and must not break the JSON of the answer
        return new Refusal(47003, "argument invalid! " + complaint.replaceAll("[^A-Za-z0-9_. ]", "?"));
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
