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
import io.minipush.json.Refused;
import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.notification.NewNotification;
import io.minipush.storage.DatabaseClock;
import io.minipush.template.TemplateCheck;
import io.minipush.template.TemplateLists;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The steps of {@code sdk-front-door} that make a notification of an SDK's message. Any thread. */
public final class SdkSends {

    private static final Duration LIFETIME = Duration.ofDays(7);
    /** For a template that is not known yet. An SDK waits some five seconds, and a message must not be stored after it has gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final DatabaseClock clock;
    private final Duration margin;
    private final BiPredicate<String, Channel> offered;
    private final TemplateLists templates;
    private final TemplateCheck check;

    /**
     * @param margin  in this last part of a credit's life it is no longer reserved
     * @param offered whether the platform of an app has a channel
     */
    public SdkSends(DatabaseClock clock, Duration margin, BiPredicate<String, Channel> offered, TemplateLists templates, TemplateCheck check) {
        this.clock = clock;
        this.margin = margin;
        this.offered = offered;
        this.templates = templates;
        this.check = check;
    }

    /**
     * May wait a moment for the platform.
     *
     * @param word of the channel that it came by
     * @throws WeChatError naming what is wrong with it
     */
    public SdkSend read(@Variable("request") SdkRequest request, @Variable("sender") SdkSender sender, @Variable("channel") String word) {
        Channel channel = Channel.of(word);
        if (!offered.test(sender.appId(), channel)) {
            throw new WeChatError(48001, "api unauthorized: the platform of this app has no such call");
        }
        SdkMessage message = SdkMessageReader.read(request.body(), channel);
        if (message.formId() != null && FormIdReader.isMock(message.formId())) {
            throw new WeChatError(41028, "invalid form id");
        }
        if (channel == Channel.SUBSCRIBE) {
            templates.know(sender.appId(), List.of(message.templateId()), PATIENCE);
        }
        Instant now = clock.instant();
        NewNotification notification = new NewNotification(message.touser(), message.templateId(), channel,
                purse(sender.appId(), message, channel), message.message().toString(), null, sender.failsWithoutCredit() ? "fail" : "wait", null,
                Lane.NORMAL, now, now.plus(LIFETIME));
        try {
            check.check(sender.appId(), notification, message.message().path("data"));
        } catch (Refused e) {
            throw WeChatError.mismatch(e.faults().get(0));
        }
        String id = UlidCreator.getMonotonicUlid().toString();
        NotificationBatch batch = new NotificationBatch(sender.appId(), false, List.of(id), List.of(notification), List.of(),
                Optional.of("sdk:" + id), Digests.of(request.body()), now);
        return new SdkSend(batch, message.formId(), sender.failsWithoutCredit());
    }

    private String purse(String appId, SdkMessage message, Channel channel) {
        if (channel == Channel.TEMPLATE) {
            return Purse.of(message.touser());
        }
        return templates.isLongTerm(appId, message.templateId()) ? null : Purse.of(message.touser(), message.templateId());
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
