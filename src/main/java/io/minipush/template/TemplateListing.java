package io.minipush.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The templates of an app as the platform listed them at some time. Cannot be changed. */
public final class TemplateListing {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Instant fetchedAt;
    private final String data;
    private final Map<String, Template> templates = new LinkedHashMap<>();

    /** @param data the platform's own words: a JSON array */
    public TemplateListing(Instant fetchedAt, String data) {
        this.fetchedAt = fetchedAt;
        this.data = data;
        try {
            for (JsonNode one : JSON.readTree(data)) {
                Template template = Template.of(one);
                templates.put(template.id(), template);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Instant fetchedAt() {
        return fetchedAt;
    }

    /** The {@code data} of the platform's answer to {@code /wxaapi/newtmpl/gettemplate}, unchanged. */
    public String data() {
        return data;
    }

    /** In the platform's order. */
    public List<Template> templates() {
        return List.copyOf(templates.values());
    }

    public Optional<Template> find(String id) {
        return Optional.ofNullable(templates.get(id));
    }
}
