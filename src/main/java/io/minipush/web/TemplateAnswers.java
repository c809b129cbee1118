package io.minipush.web;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.template.Template;
import io.minipush.template.TemplateKey;
import io.minipush.template.TemplateListing;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** What the gateway knows of an app's subscribe templates, in the words of the contract. Any thread. */
public final class TemplateAnswers {

    TemplateAnswers() {
    }

    /** @param listing empty if the platform has not been heard yet */
    public void templates(@Body Optional<TemplateListing> listing, Exchange exchange) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("fetched_at", listing.map(list -> list.fetchedAt().toString()).orElse(null));
        ArrayNode templates = answer.putArray("templates");
        listing.map(TemplateListing::templates).orElse(List.of()).forEach(template -> templates.add(template(template)));
        Answers.answer(exchange.getMessage(), 200, answer);
    }

    private static ObjectNode template(Template template) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode()
                .put("template_id", template.id())
                .put("title", template.title())
                .put("type", template.longTerm() ? "long_term" : "one_time")
                .put("content", template.content())
                .put("example", template.example());
        ArrayNode keys = answer.putArray("keys");
        for (TemplateKey key : template.keys()) {
            ObjectNode one = keys.addObject().put("key", key.name()).put("type", key.type());
            key.limit().ifPresent(limit -> one.put("limit", limit));
            if (!key.values().isEmpty()) {
                ArrayNode values = one.putArray("values");
                key.values().forEach(values::add);
            }
        }
        return answer;
    }
}
