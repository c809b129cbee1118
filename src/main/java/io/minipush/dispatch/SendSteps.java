package io.minipush.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;

import io.minipush.platform.Answer;
import io.minipush.token.AccessToken;
import io.minipush.token.AccessTokens;
import org.apache.camel.Exchange;

/** The steps of the send routes that need more than an expression. Bound as {@code send}. */
public final class SendSteps {

    private static final String TOKEN = "accessToken";

    private final AccessTokens tokens;
    private final PlatformTimes times;

    SendSteps(AccessTokens tokens, PlatformTimes times) {
        this.tokens = tokens;
        this.times = times;
    }

    /** Puts the reserved formId into the message. */
    public Map<String, Object> addFormId(Map<String, Object> message, Attempt attempt) {
        Map<String, Object> complete = new LinkedHashMap<>(message);
        complete.put("form_id", attempt.getFormId());
        return complete;
    }

    /**
     * The app's present access token.
     *
     * @throws NoToken if there is none at present; nothing was posted, the notification is given back
     */
    public AccessToken token(Attempt attempt) throws NoToken {
        return tokens.current(attempt.getAppId()).orElseThrow(NoToken::new);
    }

    /** Notes what the platform answered. Whatever this step is given, it fails no exchange: no answer is a doubt, not an error. */
    public void readAnswer(Exchange exchange) {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        Attempt attempt = attempt(exchange);
        Answer answer = attempt.call().route().policy().read(status == null ? 0 : status, exchange.getMessage().getBody(byte[].class));
        attempt.answered(answer);
        times.record(attempt, String.valueOf(answer.errcode()), attempt.took());
    }

    /** Gets a token in place of the refused one and, if that worked, allows one more post. */
    public void replaceToken(Exchange exchange) {
        AccessToken refused = exchange.getVariable(TOKEN, AccessToken.class);
        if (refused != null && tokens.replace(refused)) {
            attempt(exchange).grantOneMore();
        }
    }

    private static Attempt attempt(Exchange exchange) {
        return exchange.getVariable(Attempt.VARIABLE, Attempt.class);
    }

    /** The app has no usable access token at present. */
    public static final class NoToken extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
