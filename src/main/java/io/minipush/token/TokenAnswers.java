package io.minipush.token;

import java.io.IOException;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reads what the platform says to {@code /cgi-bin/stable_token} and {@code /cgi-bin/token}. The same numbers mean other things
 * at other calls and on other platforms.
 *
 * <p>Neither the HTTP status nor the Content-Type can be trusted: a refusal comes with 200, JSON as text/plain, and a success has no
 * errcode.
 */
public final class TokenAnswers {

    /** What the column holds. The platform asks for at least 512. */
    private static final int LONGEST_TOKEN = 1024;
    private static final int LONGEST_MESSAGE = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenAnswers() {
    }

    /** @param body the bytes as they came; may be null or empty */
    public static TokenAnswer read(int status, byte[] body) {
        if (status >= 500) {
            return new TokenAnswer.NoAnswer("HTTP " + status);
        }
        JsonNode json = parse(body);
        if (json == null || !json.isObject()) {
            return new TokenAnswer.NoAnswer("HTTP " + status + " without a JSON object");
        }
        int errcode = json.path("errcode").asInt(0);
        if (errcode != 0) {
            return new TokenAnswer.Refused(errcode, harmless(json.path("errmsg").asText("")));
        }
        String token = json.path("access_token").asText("");
        long seconds = json.path("expires_in").asLong(0);
        if (token.isBlank() || token.length() > LONGEST_TOKEN || seconds <= 0) {
            return new TokenAnswer.NoAnswer("HTTP " + status + " with neither a token and its life nor an errcode");
        }
        return new TokenAnswer.Granted(token, Duration.ofSeconds(seconds));
    }

    /** The call failed before there was an answer. */
    public static TokenAnswer failed(Exception failure) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        return new TokenAnswer.NoAnswer(harmless(cause.getClass().getSimpleName() + ": " + cause.getMessage()));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body == null ? null : JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** Cut to the column, and without what a URL or a careless server may have put in. */
    private static String harmless(String text) {
        String masked = text.replaceAll("(?i)(secret|access_token)([\"']?\\s*[=:]\\s*[\"']?)[^&\\s\"',}\\]]+", "$1$2xxxxxx");
        return masked.length() <= LONGEST_MESSAGE ? masked : masked.substring(0, LONGEST_MESSAGE);
    }
}
