package io.minipush.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the control API writes and reads: snake_case, and strict, so that a misspelt field is an error and not a fault that never fires. */
final class ControlJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, asText())
                    .addSerializer(Duration.class, asText()))
            .build();

    private ControlJson() {
    }

    static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An empty body reads as an empty object.
     *  @throws IllegalArgumentException with a reason for whoever wrote the request */
    static <T> T read(byte[] body, Class<T> type) {
        try {
            return body.length == 0 ? JSON.readValue("{}", type) : JSON.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    static JsonNode tree(byte[] json) {
        try {
            return json == null ? null : JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** One line per message. Written by hand from the log's own form, since there may be hundreds of thousands. */
    static void writeLines(List<TemplateEntry> entries, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.getFactory().createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (TemplateEntry entry : entries) {
                json.writeStartObject();
                json.writeNumberField("seq", entry.seq);
                json.writeStringField("at", Instant.ofEpochMilli(entry.at).toString());
                json.writeStringField("appid", entry.form.app.appid);
                json.writeStringField("touser", entry.form.openid);
                json.writeStringField("template_id", entry.templateId);
                json.writeStringField("page", entry.page);
                json.writeStringField("form_id", entry.form.id);
                json.writeStringField("emphasis_keyword", entry.emphasis);
                json.writeFieldName("data");
                json.writeRawValue(entry.data == null ? "null" : new String(entry.data, StandardCharsets.UTF_8));
                json.writeBooleanField("answered", entry.answered);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }

    /** A fault as the control API spells it. */
    static Map<String, Object> fault(FaultReport report) {
        Fault fault = report.fault();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("api", fault.api() == null ? "*" : fault.api().wireName());
        json.put("fault", fault.kind().wireName());
        json.put("rate", fault.rate());
        json.put("count", fault.count());
        json.put("errcode", fault.errcode());
        json.put("appid", fault.appid());
        json.put("seconds", fault.hang() == null ? null : fault.hang().toMillis() / 1000.0);
        json.put("hits", report.hits());
        json.put("over", report.over());
        return json;
    }

    private static <T> JsonSerializer<T> asText() {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(value.toString());
            }
        };
    }
}
