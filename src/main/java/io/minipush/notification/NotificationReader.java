package io.minipush.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.credit.Purse;
import io.minipush.json.Fields;
import io.minipush.json.Refused;

/**
 * What a producer may ask for: the platform's own message without its {@code form_id}, and the gateway's fields. Any thread.
 */
public final class NotificationReader {

    /** Wide enough for everything the platform takes, and bounded: a message is one column. */
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_PAGE = 1024;
    private static final int LONGEST_REFERENCE = 256;
    private static final int LONGEST_VALUE = 4096;
    private static final int MOST_KEYWORDS = 64;
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final Duration LONGEST_DELAY = Duration.ofDays(365);
    private static final Duration LONGEST_LIFETIME = LONGEST_DELAY.plus(LIFETIME);

    private final Function<String, Channel> usual;
    private final BiPredicate<String, Channel> offered;
    private final Templates templates;

    /**
     * @param usual   the channel of an app's notifications that name none
     * @param offered whether the platform of an app has a channel
     */
    public NotificationReader(Function<String, Channel> usual, BiPredicate<String, Channel> offered, Templates templates) {
        this.usual = usual;
        this.offered = offered;
        this.templates = templates;
    }

    /**
     * @param now  when it arrived
     * @param lane the one it gets if it names no {@code priority}
     * @throws Refused with every fault found
     */
    public NewNotification read(String appId, JsonNode item, Instant now, Lane lane) {
        Fields fields = Fields.of(item);
        fields.require("touser", "template_id", "data");
        String touser = fields.id("touser", LONGEST_ID).orElse(null);
        String template = fields.id("template_id", LONGEST_ID).orElse(null);
        Channel channel = fields.choice("channel", Channel.TEMPLATE.word(), Channel.SUBSCRIBE.word()).map(Channel::of).orElseGet(() -> usual.apply(appId));
        if (!offered.test(appId, channel)) {
            fields.fault("channel", "the platform of this app has no channel " + channel.word());
        }
        ObjectNode message = message(fields, channel);
        String reference = fields.line("reference", LONGEST_REFERENCE).orElse(null);
        String onNoCredit = fields.choice("on_no_credit", "wait", "fail").orElse("wait");
        OnUncertain onUncertain = fields.choice("on_uncertain", "hold", "resend").map(OnUncertain::of).orElse(null);
        Lane priority = fields.choice("priority", "high", "normal", "bulk").map(Lane::of).orElse(lane);
        Instant dueAt = sendAt(fields, now);
        Instant expiresAt = expiresAt(fields, dueAt, now);
        if (fields.has("form_id")) {
            fields.fault("form_id", "is added by the gateway: hand formIds to POST /v1/apps/{appid}/form-ids");
        }
        fields.refuseOthers();
        fields.check();
        return new NewNotification(touser, template, channel, purse(appId, channel, touser, template), message.toString(), reference, onNoCredit, onUncertain, priority, dueAt, expiresAt);
    }

    private String purse(String appId, Channel channel, String touser, String template) {
        if (channel == Channel.TEMPLATE) {
            return Purse.of(touser);
        }
        return templates.isLongTerm(appId, template) ? null : Purse.of(touser, template);
    }

    /** As the platform will get it: what may be left out for it is sent all the same where its documentation has changed its mind. */
    private static ObjectNode message(Fields fields, Channel channel) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        if (!fields.isNull("page")) {
            message.put("page", fields.line("page", LONGEST_PAGE).orElse("index"));
        }
        if (channel == Channel.SUBSCRIBE) {
            message.put("miniprogram_state", fields.choice("miniprogram_state", "developer", "trial", "formal").orElse("formal"));
            message.put("lang", fields.choice("lang", "zh_CN", "en_US", "zh_HK", "zh_TW").orElse("zh_CN"));
            refuse(fields, "is for template messages only", "emphasis_keyword");
        } else {
            refuse(fields, "is for subscribe messages only", "miniprogram_state", "lang");
        }
        fields.object("data").ifPresent(data -> message.set("data", data(data)));
        if (channel == Channel.TEMPLATE) {
            fields.line("emphasis_keyword", LONGEST_ID).ifPresent(keyword -> message.put("emphasis_keyword", keyword));
        }
        return message;
    }

    private static void refuse(Fields fields, String why, String... names) {
        for (String name : names) {
            if (fields.has(name)) {
                fields.fault(name, why);
            }
        }
    }

    private static ObjectNode data(Fields data) {
        ObjectNode keywords = JsonNodeFactory.instance.objectNode();
        List<String> names = data.names();
        for (String name : names.subList(0, Math.min(names.size(), MOST_KEYWORDS))) {
            if (!KEYWORD.matcher(name).matches()) {
                data.fault(name, "must be named like keyword1");
                continue;
            }
            data.object(name).ifPresent(keyword -> {
                keyword.require("value");
                keyword.text("value", LONGEST_VALUE).ifPresent(value -> keywords.putObject(name).put("value", value));
                keyword.refuseOthers();
            });
        }
        names.stream().skip(MOST_KEYWORDS).forEach(name -> data.fault(name, "is one keyword too many: at most " + MOST_KEYWORDS));
        return keywords;
    }

    /** A time that has passed means now. */
    private static Instant sendAt(Fields fields, Instant now) {
        Instant sendAt = fields.time("send_at").orElse(now);
        if (sendAt.isAfter(now.plus(LONGEST_DELAY))) {
            fields.fault("send_at", "must lie within " + LONGEST_DELAY.toDays() + " days");
            return now;
        }
        return sendAt.isAfter(now) ? sendAt : now;
    }

    private static Instant expiresAt(Fields fields, Instant dueAt, Instant now) {
        Instant expiresAt = fields.time("expires_at").orElse(dueAt.plus(LIFETIME));
        if (!expiresAt.isAfter(dueAt)) {
            fields.fault("expires_at", dueAt.isAfter(now) ? "must lie after send_at" : "must lie in the future");
        } else if (expiresAt.isAfter(now.plus(LONGEST_LIFETIME))) {
            fields.fault("expires_at", "must lie within " + LONGEST_LIFETIME.toDays() + " days");
        }
        return expiresAt;
    }
}
