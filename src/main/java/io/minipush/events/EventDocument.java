package io.minipush.events;

import java.io.InputStreamReader;
import java.io.Reader;
import java.io.ByteArrayInputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.json.NotJson;
import io.minipush.json.StrictJson;

/** The body of an event, XML or JSON as the platform's console has it, in one shape: what only one of the two has is left to the reader. */
final class EventDocument {

    private EventDocument() {
    }

    static ObjectNode read(byte[] utf8) throws Unreadable {
        int begin = 0;
        while (begin < utf8.length && Character.isWhitespace(utf8[begin])) {
            begin++;
        }
        return begin < utf8.length && utf8[begin] == '<' ? xml(utf8, begin) : json(utf8);
    }

    private static ObjectNode xml(byte[] utf8, int begin) throws Unreadable {
        // A reader, so that no declaration of the document chooses another encoding.
        Reader text = new InputStreamReader(new ByteArrayInputStream(utf8, begin, utf8.length - begin),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
        return XmlDocument.read(text);
    }

    private static ObjectNode json(byte[] utf8) throws Unreadable {
        try {
            JsonNode document = StrictJson.read(utf8);
            if (document instanceof ObjectNode object) {
                return object;
            }
        } catch (NotJson e) {
            // said below
        }
        throw new Unreadable("the event is neither a JSON object nor XML");
    }
}
