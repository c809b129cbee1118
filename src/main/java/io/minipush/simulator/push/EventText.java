package io.minipush.simulator.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Writes an event as the platform does, with the oddities that a reader has to know. */
final class EventText {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Numbers stand in XML as they are, all else in CDATA. */
    private static final Set<String> NUMBERS = Set.of("PopupScene", "ErrorCode", "MsgID");

    private EventText() {
    }

    static String write(Event event, String toUser, PushFormat format) {
        return format == PushFormat.JSON ? json(event, toUser) : xml(event, toUser);
    }

    /** The list is a bare object when it has one entry. The time is a number, but in the documentation's popup event a string. */
    private static String json(Event event, String toUser) {
        ObjectNode json = JSON.createObjectNode().put("ToUserName", toUser).put("FromUserName", event.openid());
        if (event.kind() == EventKind.POPUP) {
            json.put("CreateTime", Long.toString(event.createTime()));
        } else {
            json.put("CreateTime", event.createTime());
        }
        json.put("MsgType", "event").put("Event", event.kind().event);
        if (event.entries().size() == 1) {
            json.set("List", JSON.valueToTree(event.entries().get(0)));
        } else {
            json.set("List", JSON.valueToTree(event.entries()));
        }
        return json.toString();
    }

    private static String xml(Event event, String toUser) {
        StringBuilder xml = new StringBuilder("<xml>\n");
        text(xml, "ToUserName", toUser);
        text(xml, "FromUserName", event.openid());
        xml.append("<CreateTime>").append(event.createTime()).append("</CreateTime>\n");
        text(xml, "MsgType", "event");
        text(xml, "Event", event.kind().event);
        xml.append('<').append(event.kind().wrapper).append(">\n");
        for (Map<String, String> entry : event.entries()) {
            xml.append("<List>\n");
            entry.forEach((name, value) -> {
                if (NUMBERS.contains(name)) {
                    xml.append('<').append(name).append('>').append(value).append("</").append(name).append(">\n");
                } else {
                    text(xml, name, value);
                }
            });
            xml.append("</List>\n");
        }
        return xml.append("</").append(event.kind().wrapper).append(">\n</xml>").toString();
    }

    /** What stands around an encrypted event. */
    static String envelope(String toUser, String encrypted, PushFormat format) {
        if (format == PushFormat.JSON) {
            return JSON.createObjectNode().put("ToUserName", toUser).put("Encrypt", encrypted).toString();
        }
        StringBuilder xml = new StringBuilder("<xml>\n");
        text(xml, "ToUserName", toUser);
        text(xml, "Encrypt", encrypted);
        return xml.append("</xml>").toString();
    }

    private static void text(StringBuilder xml, String name, String value) {
        // a CDATA section ends at ]]> only, so that is the one thing to be taken apart
        xml.append('<').append(name).append("><![CDATA[").append(value.replace("]]>", "]]]]><![CDATA[>")).append("]]></").append(name)
                .append(">\n");
    }
}
