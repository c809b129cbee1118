package io.minipush.platform;

import java.io.IOException;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The platform's answer to a send.
 *
 * @param errcode as the platform said it; null where it said none
 * @param trace   what the platform's support asks for: {@code rid} or {@code hint} out of the message; else null
 */
public record Answer(AnswerClass meaning, Integer errcode, String trace) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final java.util.regex.Pattern TRACE = java.util.regex.Pattern.compile("(rid|hint): *(\\S+)");

    public Answer {
        Objects.requireNonNull(meaning);
    }

    /**
     * Reads what came back from WeChat's {@code template/send}, whatever its content type: JSON comes as text/plain too.
     *
     * @param status HTTP status
     * @param body   may be null or garbage: that is no answer
     */
    public static Answer ofWeChatTemplateSend(int status, byte[] body) {
        if (status >= 400 && status < 500) {
            return new Answer(AnswerClass.HTTP_REFUSED, status, null);
        }
        if (status != 200 || body == null) {
            return new Answer(AnswerClass.NONE, null, null);
        }
        try {
            JsonNode json = JSON.readTree(body);
            JsonNode errcode = json == null ? null : json.get("errcode");
            if (errcode == null || !errcode.canConvertToInt() || !errcode.isIntegralNumber()) {
                return new Answer(AnswerClass.NONE, null, null);
            }
            return new Answer(WeChatTemplateSend.meaning(errcode.intValue()), errcode.intValue(), trace(json));
        } catch (IOException e) {
            return new Answer(AnswerClass.NONE, null, null);
        }
    }

    private static String trace(JsonNode json) {
        var found = TRACE.matcher(json.path("errmsg").asText());
        return found.find() ? found.group(2) : null;
    }
}
