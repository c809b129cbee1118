package io.minipush.events;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.json.NotJson;
import io.minipush.json.StrictJson;

/**
 * An event of the platform on its way from the door to the database, as its file holds it.
 *
 * @param loose the signature that it came with, if that could be put on another body
 */
record SpooledEvent(String appId, Instant arrivedAt, Optional<Loose> loose, ObjectNode document) {

    /** A signature that covers no body, and the body that the platform sent with it; both as hashes. */
    record Loose(String signature, String body) {
    }

    byte[] toBytes() {
        ObjectNode file = JsonNodeFactory.instance.objectNode().put("app_id", appId).put("arrived_at", arrivedAt.toString());
        loose.ifPresent(one -> file.put("signature", one.signature()).put("body", one.body()));
        file.set("event", document);
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws Unreadable if it is no such file */
    static SpooledEvent of(byte[] bytes) throws Unreadable {
        try {
            JsonNode file = StrictJson.read(bytes);
            Optional<Loose> loose = file.has("signature") ? Optional.of(new Loose(file.get("signature").asText(), file.path("body").asText())) : Optional.empty();
            if (file.path("event") instanceof ObjectNode document && file.path("app_id").isTextual()) {
                return new SpooledEvent(file.get("app_id").textValue(), Instant.parse(file.path("arrived_at").asText()), loose, document);
            }
        } catch (NotJson | DateTimeException e) {
            // said below
        }
        throw new Unreadable("the file is not one that the gateway wrote");
    }

    @Override
    public String toString() {
        // The generated one would print the openid.
        return "SpooledEvent[" + appId + ", " + arrivedAt + "]";
    }
}
