package io.minipush.events;

import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * XML from strangers as the JSON that would say the same: an element with elements is an object, one without is a text, several of one
 * name are an array; attributes do not count. A document type is refused, and with it every entity but the five of XML itself.
 */
final class XmlDocument {

    /** Deeper than any event. */
    private static final int DEPTH = 8;

    private static final XMLInputFactory FACTORY = factory();

    private XmlDocument() {
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the document is read");
        });
        return factory;
    }

    /** What is inside the outermost element. */
    static ObjectNode read(Reader text) throws Unreadable {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(text);
            Deque<Element> open = new ArrayDeque<>();
            ObjectNode document = null;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (open.size() == DEPTH) {
                            throw new Unreadable("the event is nested too deeply");
                        }
                        open.push(new Element(reader.getLocalName()));
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (!open.isEmpty()) {
                            open.peek().text.append(reader.getText());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        Element closed = open.pop();
                        if (open.isEmpty()) {
                            document = closed.members;
                        } else {
                            open.peek().add(closed);
                        }
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw new Unreadable("the event must not have a document type");
                    default -> {
                        // comments and the like say nothing
                    }
                }
            }
            return document;
        } catch (XMLStreamException e) {
            throw new Unreadable("the event is not XML");
        }
    }

    private static final class Element {
        private final String name;
        private final StringBuilder text = new StringBuilder();
        private final ObjectNode members = JsonNodeFactory.instance.objectNode();

        Element(String name) {
            this.name = name;
        }

        void add(Element child) {
            JsonNode value = child.members.isEmpty() ? TextNode.valueOf(child.text.toString().strip()) : child.members;
            JsonNode before = members.get(child.name);
            if (before == null) {
                members.set(child.name, value);
            } else if (before instanceof ArrayNode array) {
                array.add(value);
            } else {
                members.putArray(child.name).add(before).add(value);
            }
        }
    }
}
