package io.minipush.sdk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

import com.github.f4b6a3.ulid.UlidCreator;
import io.minipush.credit.FormIdReader;
import io.minipush.credit.Purse;
import io.minipush.intake.NotificationBatch;
import io.minipush.json.Digests;
import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.notification.NewNotification;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The steps of {@code sdk-front-door} that make a notification of an SDK's message. Any thread. */
public final class SdkSends {

    private static final Duration LIFETIME = Duration.ofDays(7);

    private final DatabaseClock clock;
    private final Duration margin;
    private final BiPredicate<String, String> longTerm;

    /**
     * @param margin   in this last part of a credit's life it is no longer reserved
     * @param longTerm whether a template of an app needs no subscription of its user
     */
    public SdkSends(DatabaseClock clock, Duration margin, BiPredicate<String, String> longTerm) {
        this.clock = clock;
        this.margin = margin;
        this.longTerm = longTerm;
    }

    /**
     * @param channel the word of the call that it came by
     * @throws WeChatError naming what is wrong with it
     */
    public SdkSend read(@Variable("request") SdkRequest request, @Variable("sender") SdkSender sender, @Variable("channel") String channel) {
        SdkMessage message = SdkMessageReader.read(request.body(), Channel.of(channel));
        if (message.formId() != null && FormIdReader.isMock(message.formId())) {
            throw new WeChatError(41028, "invalid form id");
        }
        Instant now = clock.instant();
        NewNotification notification = new NewNotification(message.touser(), message.templateId(), Channel.of(channel),
                purse(sender.appId(), message, Channel.of(channel)), message.message(), null, sender.failsWithoutCredit() ? "fail" : "wait", null,
                Lane.NORMAL, now, now.plus(LIFETIME));
        String id = UlidCreator.getMonotonicUlid().toString();
        NotificationBatch batch = new NotificationBatch(sender.appId(), false, List.of(id), List.of(notification), List.of(),
                Optional.of("sdk:" + id), Digests.of(request.body()), now);
        return new SdkSend(batch, message.formId(), sender.failsWithoutCredit());
    }

    private String purse(String appId, SdkMessage message, Channel channel) {
        if (channel == Channel.TEMPLATE) {
            return Purse.of(message.touser());
        }
        return longTerm.test(appId, message.templateId()) ? null : Purse.of(message.touser(), message.templateId());
    }

    /** Where its credit would have to lie. */
    public Map<String, Object> purse(@Variable("send") SdkSend send) {
        LocalDateTime now = clock.now();
        return Map.of("app", send.batch().appId(), "purse", send.batch().accepted().get(0).purse(), "now", now, "reserve_until", now.plus(margin));
    }

    /** @throws WeChatError 43101 or 41028 if there is no credit that a claim could take now */
    public void refuseWithoutCredit(@Variable("send") SdkSend send, @Body List<Map<String, Object>> credits) {
        if (credits.isEmpty()) {
            throw send.batch().accepted().get(0).channel() == Channel.SUBSCRIBE
                    ? new WeChatError(43101, "user refuse to accept the msg: the gateway has no subscription of this user to this template")
                    : new WeChatError(41028, "invalid form id: the gateway has none of this user");
        }
    }
}
