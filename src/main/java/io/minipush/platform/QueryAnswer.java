package io.minipush.platform;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.springframework.core.NestedExceptionUtils;

/**
 * What the platform answered to a question that changes nothing there. Neither the HTTP status nor the Content-Type can be trusted:
 * a refusal comes with 200, JSON as text/plain.
 *
 * @param status  of HTTP; 0 if there was no answer
 * @param errcode 0 if it was answered; null if nothing came that can be understood
 * @param body    an object, or missing
 * @param why     there is no answer to the question, safe to show; null if there is one
 */
public record QueryAnswer(int status, Integer errcode, JsonNode body, String why) {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Invalid or not the latest, malformed, expired. */
    private static final Set<Integer> TOKEN_REFUSED = Set.of(40001, 40014, 42001);
    /** By it the platform's support finds the call. */
    private static final Pattern RID = Pattern.compile("rid: ([0-9A-Za-z-]{1,64})");

    /** @param body the bytes as they came; may be null or empty */
    public static QueryAnswer read(int status, byte[] body) {
        JsonNode json = parse(body);
        if (json == null || !json.isObject()) {
            return new QueryAnswer(status, null, MissingNode.getInstance(), "HTTP " + status + " without a JSON object");
        }
        int errcode = json.path("errcode").asInt(0);
        if (errcode != 0) {
            Matcher rid = RID.matcher(json.path("errmsg").asText(""));
            return new QueryAnswer(status, errcode, json, "errcode " + errcode + (rid.find() ? ", rid " + rid.group(1) : ""));
        }
        return status == 200 ? new QueryAnswer(status, 0, json, null) : new QueryAnswer(status, null, json, "HTTP " + status);
    }

    /** The call failed before there was an answer. */
    public static QueryAnswer failed(Exception failure) {
        return new QueryAnswer(0, null, MissingNode.getInstance(), NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName());
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body == null ? null : JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether the question was answered. */
    public boolean isAnswered() {
        return why == null;
    }

    /** Whether another token might get an answer. */
    public boolean isTokenRefused() {
        return errcode != null && TOKEN_REFUSED.contains(errcode);
    }

    /** Whether the platform does not have this call, or not for this app. */
    public boolean isNoSuchCall() {
        return status == 404;
    }

    /** Without the body. */
    @Override
    public String toString() {
        return isAnswered() ? "answered" : why;
    }
}
