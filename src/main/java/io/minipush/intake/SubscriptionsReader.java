package io.minipush.intake;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.json.Fields;
import io.minipush.json.Refused;

/** What a mini program may hand over of the answer to {@code wx.requestSubscribeMessage}. */
public final class SubscriptionsReader {

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_CODE = 256;
    /** The platform shows a few templates at a time. */
    private static final int MOST = 100;

    private SubscriptionsReader() {
    }

    /**
     * @param arrival when it arrived, which counts as the time of the answer
     * @throws Refused with every fault found
     */
    public static Subscriptions read(String appId, JsonNode item, Instant arrival) {
        Fields fields = Fields.of(item);
        String code = fields.id("code", LONGEST_CODE).orElse(null);
        String openid = fields.id("openid", LONGEST_ID).orElse(null);
        fields.requireOneOf("openid", "code");
        List<String> accepted = fields.ids("accepted", 0, MOST, LONGEST_ID);
        List<String> rejected = fields.ids("rejected", 0, MOST, LONGEST_ID);
        String eventId = fields.id("event_id", LONGEST_ID).orElse(null);
        fields.refuseOthers();
        fields.check();
        if (accepted.isEmpty() && rejected.isEmpty()) {
            throw new Refused(Refused.INVALID, "/accepted", "names no template, and neither does rejected");
        }
        return new Subscriptions(appId, openid, code, accepted, rejected, eventId, arrival);
    }
}
