package io.minipush.platform;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the answers to one call of one platform mean. The same numbers mean other things on other platforms and other calls.
 * Immutable.
 */
public final class AnswerPolicy {

    /** The classes that a file describes. */
    static final Set<AnswerClass> DATA = EnumSet.of(AnswerClass.CONTENT, AnswerClass.USER_RATE, AnswerClass.MINUTE_LIMIT, AnswerClass.DAY_LIMIT,
            AnswerClass.ACCOUNT, AnswerClass.WITHDRAWN, AnswerClass.UNKNOWN);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TRACE = Pattern.compile("(rid|hint): *([0-9A-Za-z_-]{1,64})");

    /** What fits a long for certain. */
    private static final Pattern MSGID = Pattern.compile("\\d{1,18}|[1-8]\\d{18}");

    private final Map<Integer, AnswerRule> codes;
    private final AnswerRule unknown;

    /**
     * @param code the codes whose consequences no file may change
     * @param data the rules of the listed codes
     */
    AnswerPolicy(Map<Integer, AnswerClass> code, Map<Integer, AnswerRule> data, AnswerRule unknown) {
        Map<Integer, AnswerRule> all = new HashMap<>(data);
        code.forEach((number, meaning) -> all.put(number, AnswerRule.fixed(meaning)));
        this.codes = Map.copyOf(all);
        this.unknown = unknown;
    }

    public AnswerRule rule(int errcode) {
        return codes.getOrDefault(errcode, unknown);
    }

    /**
     * Reads what came back, whatever its content type: JSON comes as text/plain too.
     *
     * @param status HTTP status
     * @param body   may be null or garbage: that is no answer
     */
    public Answer read(int status, byte[] body) {
        if (status >= 400 && status < 500) {
            return new Answer(AnswerRule.fixed(AnswerClass.HTTP_REFUSED), status, null, null);
        }
        Answer none = new Answer(AnswerRule.fixed(AnswerClass.NONE), null, null, null);
        if (status != 200 || body == null) {
            return none;
        }
        try {
            JsonNode json = JSON.readTree(body);
            JsonNode errcode = json == null ? null : json.get("errcode");
            if (errcode == null || !errcode.canConvertToInt() || !errcode.isIntegralNumber()) {
                return none;
            }
            return new Answer(rule(errcode.intValue()), errcode.intValue(), msgid(json), trace(json));
        } catch (IOException e) {
            return none;
        }
    }

    /** All 64 bits of it: read as a floating point number, the last digits would be others. */
    private static Long msgid(JsonNode json) {
        JsonNode msgid = json.path("msgid");
        if (msgid.isIntegralNumber() && msgid.canConvertToLong()) {
            return msgid.longValue();
        }
        return msgid.isTextual() && MSGID.matcher(msgid.textValue()).matches() ? Long.valueOf(msgid.textValue()) : null;
    }

    private static String trace(JsonNode json) {
        var found = TRACE.matcher(json.path("errmsg").asText());
        return found.find() ? found.group(2) : null;
    }
}
