package io.minipush.web;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.sdk.SdkAccess;
import io.minipush.sdk.SdkMessageReader;
import io.minipush.sdk.SdkRequest;
import io.minipush.sdk.SdkSender;
import io.minipush.sdk.TokenGrant;
import io.minipush.sdk.WeChatError;
import io.minipush.template.TemplateListing;
import io.minipush.template.TemplateLists;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.http.common.HttpMessage;

/** The first steps behind each call of the front door for SDKs. Any thread. */
public final class SdkDoor {

    /** An SDK waits some five seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SdkAccess access;
    private final TemplateLists templates;

    public SdkDoor(SdkAccess access, TemplateLists templates) {
        this.access = access;
        this.templates = templates;
    }

    /**
     * Takes from the message what the routes need and wipes the rest off, so that no header steers a later step.
     *
     * @param method the only one that the call has
     * @throws WeChatError 43001 or 43002 if it comes by another
     */
    public void enter(@Variable("method") String method, Exchange exchange) {
        Message message = exchange.getMessage();
        HttpServletRequest http = ((HttpMessage) message).getRequest();
        String given = http.getMethod();
        if (!given.equals(method)) {
            throw method.equals("GET") ? new WeChatError(43001, "require GET method") : new WeChatError(43002, "require POST method");
        }
        SdkRequest request = new SdkRequest(query(message), message.getBody() instanceof byte[] bytes ? bytes : new byte[0], http.getRemoteAddr());
        message.removeHeaders("*");
        message.setBody(null);
        exchange.setVariable("request", request);
    }

    private static Map<String, String> query(Message message) {
        try {
            return Caller.query(message);
        } catch (Problem e) {
            throw new WeChatError(40035, "invalid parameter: " + e.getMessage());
        }
    }

    /** {@code /cgi-bin/token}: what is asked for stands in the query. */
    public TokenGrant token(@Variable("request") SdkRequest request) {
        return access.grant(request.query().get("grant_type"), request.query().get("appid"), request.query().get("secret"), request.address());
    }

    /** {@code /cgi-bin/stable_token}: what is asked for stands in the body. */
    public TokenGrant stableToken(@Variable("request") SdkRequest request) {
        JsonNode asked = SdkMessageReader.object(request.body());
        return access.grant(asked.path("grant_type").textValue(), asked.path("appid").textValue(), asked.path("secret").textValue(), request.address());
    }

    /** Who sends, by the token in the query. */
    public SdkSender sender(@Variable("request") SdkRequest request) {
        return access.sender(request.query().get("access_token"));
    }

    /** The templates of the sender's app; may wait a moment for the platform if it has not been heard yet. */
    public Optional<TemplateListing> templates(@Variable("sender") SdkSender sender) {
        return templates.ask(sender.appId(), PATIENCE);
    }
}
