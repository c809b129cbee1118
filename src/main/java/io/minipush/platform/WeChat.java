package io.minipush.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.minipush.credit.CreditKind;
import io.minipush.notification.Channel;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;

/** WeChat: template messages with formIds, which it has taken from most apps in 2020, and subscribe messages. */
public final class WeChat implements Platform {

    /** Its answer policies, as they come with the gateway. */
    public static final String TEMPLATE_POLICY = "/platform/wechat-template.yaml";
    public static final String SUBSCRIBE_POLICY = "/platform/wechat-subscribe.yaml";

    /** The codes on which the promise rests that nothing is lost and nothing sent twice. */
    public static final Map<Integer, AnswerClass> TEMPLATE_CODES = Map.of(
            0, AnswerClass.SENT,
            -1, AnswerClass.BUSY,
            41028, AnswerClass.CREDIT_INVALID,
            41029, AnswerClass.CREDIT_USED,
            41031, AnswerClass.CREDIT_BLOCKED,
            40001, AnswerClass.TOKEN,
            40014, AnswerClass.TOKEN,
            41001, AnswerClass.TOKEN,
            42001, AnswerClass.TOKEN);
    public static final Map<Integer, AnswerClass> SUBSCRIBE_CODES = Map.of(
            0, AnswerClass.SENT,
            -1, AnswerClass.BUSY,
            43101, AnswerClass.USER_REFUSED,
            40001, AnswerClass.TOKEN,
            40014, AnswerClass.TOKEN,
            41001, AnswerClass.TOKEN,
            42001, AnswerClass.TOKEN);

    @Override
    public String name() {
        return "wechat";
    }

    @Override
    public URI url(Settings settings) {
        return settings.wechatUrl();
    }

    @Override
    public String messageCalls() {
        return "/cgi-bin/message/";
    }

    @Override
    public Map<Channel, SendRoute> routes(Settings settings) {
        return Map.of(
                Channel.TEMPLATE, new SendRoute("send-notification",
                        policy(settings.answerPolicy(), Setting.ANSWER_POLICY, TEMPLATE_POLICY, TEMPLATE_CODES)),
                Channel.SUBSCRIBE, new SendRoute("send-subscribe-message",
                        policy(settings.subscribeAnswerPolicy(), Setting.ANSWER_POLICY_SUBSCRIBE, SUBSCRIBE_POLICY, SUBSCRIBE_CODES)));
    }

    private static AnswerPolicy policy(Optional<Path> own, Setting setting, String builtIn, Map<Integer, AnswerClass> codes) {
        return own.map(file -> AnswerPolicyFile.read(setting, file, codes)).orElseGet(() -> AnswerPolicyFile.builtIn(builtIn, codes));
    }

    /** A formId is used up by one message; a prepay_id is good for three; a subscription is a number that WeChat counts down and never tells. */
    @Override
    public Proof proof(CreditKind kind) {
        return switch (kind) {
            case FORM -> Proof.ALWAYS;
            case PREPAY -> Proof.WITHOUT_OTHER_USES;
            case SUBSCRIPTION -> Proof.NEVER;
        };
    }

    @Override
    public boolean usesAccessToken() {
        return true;
    }
}
