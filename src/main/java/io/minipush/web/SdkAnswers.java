package io.minipush.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.sdk.CommitDoubt;
import io.minipush.sdk.TokenGrant;
import io.minipush.sdk.WeChatError;
import io.minipush.template.TemplateListing;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What SDKs get to see: JSON as WeChat writes it, HTTP 200 whatever it says. Any thread. */
public final class SdkAnswers {

    /** As WeChat has it. */
    static final String JSON = "application/json; encoding=utf-8";

    /**
     * Of an answer that tells nothing. Nobody on the way repeats a POST for it; for 503 the defaults of Apache HttpClient 5 and of PHP's
     * RetryableHttpClient do.
     */
    private static final int NO_ANSWER = 504;
    private static final String NO_ERRCODE = "none";

    private final MeterRegistry meters;

    public SdkAnswers(MeterRegistry meters) {
        this.meters = meters;
    }

    public void token(@Body TokenGrant grant, Exchange exchange) {
        // Without errcode, as WeChat's.
        answer(exchange, JsonNodeFactory.instance.objectNode().put("access_token", grant.token()).put("expires_in", grant.life().toSeconds()));
    }

    /** The message is stored. */
    public void sent(Exchange exchange) {
        answer(exchange, ok());
    }

    /** @param listing empty if the platform has not been heard yet */
    public void templates(@Body Optional<TemplateListing> listing, Exchange exchange) {
        ObjectNode answer = ok();
        answer.putRawValue("data", new RawValue(listing.orElseThrow(WeChatError::busy).data()));
        answer(exchange, answer);
    }

    private static ObjectNode ok() {
        return JsonNodeFactory.instance.objectNode().put("errcode", 0).put("errmsg", "ok");
    }

    private void answer(Exchange exchange, ObjectNode body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, HttpServletResponse.SC_OK);
        message.setHeader(Exchange.CONTENT_TYPE, JSON);
        message.setBody(body.toString().getBytes(StandardCharsets.UTF_8));
        count("0");
    }

    /**
     * A fault of a route. The routes see to it that none comes here after a message was stored; so all that is not said otherwise is -1,
     * which SDKs answer with a repeat.
     */
    void fault(Throwable fault, HttpServletResponse response) throws IOException {
        if (fault instanceof CommitDoubt.Unsolved) {
            count(NO_ERRCODE);
            response.setStatus(NO_ANSWER);
            response.setHeader("Connection", "close");
            response.setContentLength(0);
            return;
        }
        WeChatError error = fault instanceof WeChatError said ? said : busy(fault);
        count(Integer.toString(error.errcode()));
        write(HttpServletResponse.SC_OK, error.body(), response);
    }

    /** The log says what the SDK does not get to see. */
    private static WeChatError busy(Throwable fault) {
        Problems.of(fault);
        return WeChatError.busy();
    }

    static void write(int status, byte[] body, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(JSON);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private void count(String errcode) {
        meters.counter("minipush.sdk.answers", "errcode", errcode).increment();
    }
}
