package io.minipush.sdk;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.json.Fields;
import io.minipush.json.NotJson;
import io.minipush.json.StrictJson;
import io.minipush.notification.Channel;

/**
 * Reads a message as WeChat reads it: what it does not know is ignored, what may be absent may also be null or empty. What is wrong is
 * told with WeChat's number for it. Pure: the table of its test is the specification.
 */
public final class SdkMessageReader {

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_PAGE = 1024;
    private static final int LONGEST_VALUE = 4096;
    private static final int MOST_KEYWORDS = 64;
    /** The columns are ASCII, and no platform has ids with blanks. */
    private static final Pattern ID = Pattern.compile("[!-~]{1," + LONGEST_ID + "}");
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Set<String> STATES = Set.of("developer", "trial", "formal");
    private static final Set<String> LANGUAGES = Set.of("zh_CN", "en_US", "zh_HK", "zh_TW");

    private final JsonNode json;
    private final Channel channel;

    private SdkMessageReader(JsonNode json, Channel channel) {
        this.json = json;
        this.channel = channel;
    }

    /** @throws WeChatError naming the first fault */
    static SdkMessage read(byte[] body, Channel channel) {
        return new SdkMessageReader(object(body), channel).message();
    }

    /**
     * The body of any call: one JSON object.
     *
     * @throws WeChatError 44002 or 47001
     */
    public static JsonNode object(byte[] body) {
        if (body.length == 0) {
            throw new WeChatError(44002, "empty post data");
        }
        try {
            JsonNode json = StrictJson.read(body);
            if (json.isObject()) {
                return json;
            }
        } catch (NotJson e) {
            // said below
        }
        throw new WeChatError(47001, "data format error");
    }

    private SdkMessage message() {
        String touser = id("touser", 40003, "invalid openid");
        String templateId = id("template_id", 40037, "invalid template_id");
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        String page = text("page", 41030, "invalid page");
        if (page != null) {
            if (page.length() > LONGEST_PAGE || !Fields.isText(page, false)) {
                throw new WeChatError(41030, "invalid page");
            }
            message.put("page", page);
        }
        return channel == Channel.SUBSCRIBE ? subscribe(touser, templateId, message) : template(touser, templateId, message);
    }

    private SdkMessage subscribe(String touser, String templateId, ObjectNode message) {
        // WeChat's defaults, said aloud: SDKs leave them out, and its documentation asks for them.
        message.put("miniprogram_state", choice("miniprogram_state", STATES, "formal"));
        message.put("lang", choice("lang", LANGUAGES, "zh_CN"));
        if (!json.path("data").isObject()) {
            throw WeChatError.invalidArgument("data");
        }
        message.set("data", data());
        return new SdkMessage(touser, templateId, message, null);
    }

    private SdkMessage template(String touser, String templateId, ObjectNode message) {
        message.set("data", data());
        String emphasis = text("emphasis_keyword", 47003, "argument invalid! emphasis_keyword invalid");
        if (emphasis != null) {
            if (emphasis.length() > LONGEST_ID || !Fields.isText(emphasis, false)) {
                throw WeChatError.invalidArgument("emphasis_keyword");
            }
            message.put("emphasis_keyword", emphasis);
        }
        String formId = text("form_id", 41028, "invalid form id");
        if (formId != null && !ID.matcher(formId).matches()) {
            throw new WeChatError(41028, "invalid form id");
        }
        return new SdkMessage(touser, templateId, message, formId);
    }

    private ObjectNode data() {
        ObjectNode keywords = JsonNodeFactory.instance.objectNode();
        if (isAbsent("data")) {
            return keywords;
        }
        JsonNode data = json.get("data");
        // PHP writes an empty map as an empty list.
        if (data.isArray() && data.isEmpty()) {
            return keywords;
        }
        if (!data.isObject() || data.size() > MOST_KEYWORDS) {
            throw WeChatError.invalidArgument("data");
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = data.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> keyword = fields.next();
            keywords.putObject(keyword.getKey()).put("value", value(keyword.getKey(), keyword.getValue()));
        }
        return keywords;
    }

    private String value(String name, JsonNode keyword) {
        JsonNode value = keyword.path("value");
        if (!KEYWORD.matcher(name).matches() || !value.isTextual() || value.textValue().length() > LONGEST_VALUE || !Fields.isText(value.textValue(), true)) {
            throw WeChatError.invalidArgument("data." + name + ".value");
        }
        if (channel == Channel.SUBSCRIBE && value.textValue().isBlank()) {
            throw WeChatError.emptyValue(name);
        }
        return value.textValue();
    }

    private String id(String field, int errcode, String errmsg) {
        String id = text(field, errcode, errmsg);
        if (id == null || !ID.matcher(id).matches()) {
            throw new WeChatError(errcode, errmsg);
        }
        return id;
    }

    private String choice(String field, Set<String> choices, String otherwise) {
        String value = text(field, 47003, "argument invalid! " + field + " invalid");
        if (value != null && !choices.contains(value)) {
            throw WeChatError.invalidArgument(field);
        }
        return value == null ? otherwise : value;
    }

    /** @return null if there is none, or nothing in it */
    private String text(String field, int errcode, String errmsg) {
        if (isAbsent(field)) {
            return null;
        }
        if (!json.get(field).isTextual()) {
            throw new WeChatError(errcode, errmsg);
        }
        String text = json.get(field).textValue();
        return text.isEmpty() ? null : text;
    }

    private boolean isAbsent(String field) {
        return json.path(field).isMissingNode() || json.path(field).isNull();
    }
}
