package io.minipush.drill;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.simulator.DefaultTemplates;

/** The kinds of messages that a drill sends: by which call they go, what their templates want, and what credit they need. */
enum MessageKind {
    /** A template message, for a formId or a prepay_id. */
    TEMPLATE("template-of-the-drill", "keyword1", Map.of()),
    /** Each of these two takes subscriptions of its own. */
    PICKUP(DefaultTemplates.PICKUP, "thing1", Map.of("time2", "15:01", "thing3", "-")),
    ORDER(DefaultTemplates.ORDER, "character_string1", Map.of("amount2", "12.50", "date3", "2026-01-01", "phrase4", "已发货")),
    /** A long-term template: it needs no credit. */
    CLINIC(DefaultTemplates.CLINIC, "thing1", Map.of("time2", "15:01"));

    final String template;
    /** By its value a message is known on the platform. */
    private final String markerKey;
    private final Map<String, String> others;

    MessageKind(String template, String markerKey, Map<String, String> others) {
        this.template = template;
        this.markerKey = markerKey;
        this.others = others;
    }

    boolean isSubscribe() {
        return this != TEMPLATE;
    }

    /** Whether each message needs an acceptance of its user. */
    boolean needsSubscription() {
        return this == PICKUP || this == ORDER;
    }

    /** Adds what a producer has to say beside the user: the call, the template, and the data with the marker. */
    void writeTo(ObjectNode message, String marker) {
        message.put("template_id", template);
        if (isSubscribe()) {
            message.put("channel", "subscribe");
        }
        ObjectNode data = message.putObject("data");
        data.putObject(markerKey).put("value", marker);
        others.forEach((key, value) -> data.putObject(key).put("value", value));
    }

    /** The marker in the data that the platform got; empty if there is none. */
    static String markerIn(String template, JsonNode data) {
        for (MessageKind kind : values()) {
            if (data != null && kind.template.equals(template)) {
                return data.path(kind.markerKey).path("value").asText();
            }
        }
        return "";
    }
}
