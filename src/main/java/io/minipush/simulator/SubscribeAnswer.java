package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What {@code wx.requestSubscribeMessage} gives the mini program's code, and what that code would tell its server.
 *
 * @param eventId  an id that the code makes up for this answer, so that its report may be repeated
 * @param accepted the templates that the user accepted
 * @param rejected those that the user rejected
 * @param result   the object as the code gets it: {@code errMsg}, and {@code errCode} or a word for each template
 */
public record SubscribeAnswer(String openid, String eventId, List<String> accepted, List<String> rejected, JsonNode result) {
    /** The app has no such template. */
    public static final int NO_SUCH_TEMPLATE = 20001;
    /** One-time and long-term templates in one request. */
    public static final int MIXED_TYPES = 20002;
    /** More than five templates in one request. */
    public static final int TOO_MANY = 20003;
    static final String ACCEPT = "accept";
    static final String REJECT = "reject";
    /** Not shown, since another template of the request has the same title. */
    static final String FILTER = "filter";
    private static final ObjectMapper JSON = new ObjectMapper();

    static SubscribeAnswer of(String openid, String eventId, Map<String, String> choices) {
        ObjectNode result = JSON.createObjectNode().put("errMsg", "requestSubscribeMessage:ok");
        choices.forEach(result::put);
        return new SubscribeAnswer(openid, eventId, chosen(choices, ACCEPT), chosen(choices, REJECT), result);
    }

    static SubscribeAnswer failed(String openid, String eventId, int errCode) {
        String reason = switch (errCode) {
            case NO_SUCH_TEMPLATE -> "No template data return, verify the template id exist";
            case MIXED_TYPES -> "Templates type must be same";
            default -> "Templates count out of max bounds";
        };
        return new SubscribeAnswer(openid, eventId, List.of(), List.of(),
                JSON.createObjectNode().put("errMsg", "requestSubscribeMessage:fail " + reason).put("errCode", errCode));
    }

    private static List<String> chosen(Map<String, String> choices, String wanted) {
        return choices.entrySet().stream().filter(one -> one.getValue().equals(wanted)).map(Map.Entry::getKey).toList();
    }
}
