package io.minipush.courier;

import java.net.URI;
import java.util.Map;

import io.minipush.credit.CreditKind;
import io.minipush.notification.Channel;
import io.minipush.platform.AnswerClass;
import io.minipush.platform.AnswerPolicyFile;
import io.minipush.platform.Platform;
import io.minipush.platform.Proof;
import io.minipush.platform.SendRoute;
import io.minipush.settings.Settings;

/** A second platform: no access token, answers of its own, and formIds of which it may take one twice. */
public final class Courier implements Platform {

    /** The system property with its address. */
    public static final String URL = "courier.url";

    @Override
    public String name() {
        return "courier";
    }

    @Override
    public URI url(Settings settings) {
        return URI.create(System.getProperty(URL, "http://127.0.0.1:9"));
    }

    @Override
    public String messageCalls() {
        return "/courier/";
    }

    @Override
    public Map<Channel, SendRoute> routes(Settings settings) {
        return Map.of(Channel.TEMPLATE, new SendRoute("send-by-courier", AnswerPolicyFile.builtIn("/platform/courier.yaml",
                Map.of(0, AnswerClass.SENT, 1, AnswerClass.BUSY, 2, AnswerClass.CREDIT_INVALID))));
    }

    @Override
    public Proof proof(CreditKind kind) {
        return Proof.NEVER;
    }

    @Override
    public boolean usesAccessToken() {
        return false;
    }
}
