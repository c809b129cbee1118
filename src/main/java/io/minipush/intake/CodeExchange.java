package io.minipush.intake;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.minipush.settings.App;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a code of {@code wx.login} into the user it stands for. Neither the code nor the secret leaves the call. Any thread. */
public final class CodeExchange {

    private static final Logger LOG = LoggerFactory.getLogger(CodeExchange.class);
    private static final int SOON = 5;

    private final Map<String, App> apps;

    public CodeExchange(Map<String, App> apps) {
        this.apps = apps;
    }

    /** Names the call. In a header and not in the endpoint, since endpoints are kept and shown. */
    public void ask(@Variable("batch") CreditBatch batch, Exchange exchange) {
        exchange.getMessage().setBody(null);
        exchange.getMessage().setHeader(Exchange.HTTP_QUERY, "appid=" + encoded(batch.appId()) + "&secret=" + encoded(apps.get(batch.appId()).secret())
                + "&js_code=" + encoded(batch.code()) + "&grant_type=authorization_code");
    }

    /** @return the batch with the openid instead of the code */
    public CreditBatch answer(@Variable("batch") CreditBatch batch, Exchange exchange) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        byte[] body = exchange.getMessage().getBody(byte[].class);
        exchange.getMessage().removeHeaders("*");
        try {
            return batch.ownedBy(SessionAnswer.openid(status, body));
        } catch (PlatformBusy e) {
            LOG.warn("App {}: no code can be exchanged: {}", batch.appId(), e.getMessage());
            throw e;
        }
    }

    /** The call did not come to an answer. */
    public void noAnswer(@Variable("batch") CreditBatch batch, Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        IOException fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, IOException.class);
        LOG.warn("App {}: no code can be exchanged: {}", batch.appId(), fault.getClass().getSimpleName());
        throw new PlatformBusy("the platform does not answer", SOON);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
