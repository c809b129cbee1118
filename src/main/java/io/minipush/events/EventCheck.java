package io.minipush.events;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.json.Digests;
import io.minipush.settings.EventKeys;

/** Whether what came for an app was sent by the platform. Nothing in it knows HTTP. */
final class EventCheck {

    /**
     * An event that the platform sent.
     *
     * @param document  what it says
     * @param signature a hash of the signature, which the platform makes once
     * @param body      a hash of what came with it
     * @param bound     whether the signature is good for this body only. In plain mode it is not: whoever has seen one could put it on
     *                  a body of his own, unless the gateway remembers it
     */
    record Genuine(ObjectNode document, String signature, String body, boolean bound) {
    }

    private final String token;
    private final Optional<SafeMode> safeMode;

    EventCheck(EventKeys keys, String appId) {
        this.token = keys.token();
        this.safeMode = keys.aesKey().map(key -> new SafeMode(key, appId));
    }

    /**
     * The check that the platform's console makes before it sends anything.
     *
     * @return what is to be answered, to the letter
     */
    String echo(Map<String, String> query) throws Forged {
        checkPlain(query);
        return query.getOrDefault("echostr", "");
    }

    /**
     * With a key only what is encrypted counts, also if the same stands beside it in plain text (the console's compatible mode); without
     * one only what is not.
     *
     * @throws Forged     if the signature is not the platform's, or the event is for another app
     * @throws Unreadable if it is no document
     */
    Genuine read(Map<String, String> query, byte[] body) throws Forged, Unreadable {
        if (safeMode.isPresent()) {
            String encrypted = EventDocument.read(body).path("Encrypt").asText();
            if (encrypted.isEmpty()) {
                throw new Forged("the event is not encrypted, though this app has an EncodingAESKey");
            }
            String signature = query.get("msg_signature");
            if (!Signature.matches(signature, token, query.get("timestamp"), query.get("nonce"), encrypted)) {
                throw new Forged("msg_signature is not the platform's");
            }
            byte[] message = safeMode.get().open(encrypted);
            return new Genuine(EventDocument.read(message), Digests.of(signature), Digests.of(message), true);
        }
        checkPlain(query);
        ObjectNode document = EventDocument.read(body);
        if (!document.has("Event") && document.has("Encrypt")) {
            throw new Forged("the event is encrypted, and this app has no EncodingAESKey");
        }
        return new Genuine(document, Digests.of(query.get("signature")), Digests.of(body), false);
    }

    private void checkPlain(Map<String, String> query) throws Forged {
        if (!Signature.matches(query.get("signature"), token, query.get("timestamp"), query.get("nonce"))) {
            throw new Forged("signature is not the platform's");
        }
    }
}
