package io.minipush.credit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.json.Fields;
import io.minipush.json.Refused;

/** What a mini program may hand over as a formId. */
public final class FormIdReader {

    public static final String MOCK = "mock_form_id";
    public static final String EXPIRED = "expired";

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_CODE = 256;
    /** A phone's clock may run ahead of ours by this much. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /**
     * How the strings begin that developer tools, failed requests, and development and trial versions give in place of a formId
     * (documentation of the form component and of wx.requestSubscribeMessage).
     */
    private static final List<String> MOCKS = List.of("the formId is a mock one", "requestFormId:fail",
            "the formId is no longer available in develop or trial version");

    private FormIdReader() {
    }

    /** Whether it is what developer tools, failed requests and trial versions give in place of a formId. */
    public static boolean isMock(String formId) {
        return MOCKS.stream().anyMatch(formId::startsWith);
    }

    /**
     * @param arrival  when it arrived
     * @param lifetime how long the platform accepts a formId after its submit
     * @throws Refused as {@code mock_form_id}, {@code expired}, or with every fault found
     */
    public static NewFormId read(JsonNode item, Instant arrival, Duration lifetime) {
        Fields fields = Fields.of(item);
        if (isMock(item.path("form_id").asText())) {
            throw new Refused(MOCK, "/form_id", "is not a formId but what developer tools and trial versions give instead");
        }
        fields.require("form_id");
        String formId = fields.id("form_id", LONGEST_ID).orElse(null);
        String code = fields.id("code", LONGEST_CODE).orElse(null);
        String openid = fields.id("openid", LONGEST_ID).orElse(null);
        fields.requireOneOf("openid", "code");
        CreditKind kind = CreditKind.of(fields.choice("kind", "form", "prepay").orElse("form"));
        Instant collectedAt = fields.time("collected_at").orElse(arrival);
        if (collectedAt.isAfter(arrival.plus(AHEAD))) {
            fields.fault("collected_at", "lies in the future");
        }
        fields.refuseOthers();
        fields.check();
        Instant begin = collectedAt.isBefore(arrival) ? collectedAt : arrival;
        Instant end = begin.plus(lifetime);
        if (!end.isAfter(arrival)) {
            throw new Refused(EXPIRED, "/collected_at", "is so long ago that the platform no longer accepts this formId");
        }
        return new NewFormId(openid, code, formId, kind, begin, end);
    }
}
