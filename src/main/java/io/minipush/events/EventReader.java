package io.minipush.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads the platform's events. It forgives what the platform is known for: XML has a wrapper around the list that JSON lacks, a list of
 * one is no list, numbers are strings. What it does not know it leaves out: the platform adds to its events as it likes.
 */
final class EventReader {

    private static final Map<String, String> WRAPPERS = Map.of(PlatformEvent.POPUP, "SubscribeMsgPopupEvent",
            PlatformEvent.CHANGE, "SubscribeMsgChangeEvent", PlatformEvent.SENT, "SubscribeMsgSentEvent");
    private static final Pattern ID = Pattern.compile("[!-~]{1,128}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");
    private static final int LONGEST_REASON = 64;

    private EventReader() {
    }

    /** @throws Unreadable if it is one of the three events that matter, but does not say whose and when */
    static PlatformEvent read(ObjectNode document) throws Unreadable {
        String name = text(document, "Event");
        if (!WRAPPERS.containsKey(name)) {
            return new PlatformEvent.Other();
        }
        String openid = text(document, "FromUserName");
        String created = text(document, "CreateTime");
        if (!ID.matcher(openid).matches() || !SECONDS.matcher(created).matches()) {
            throw new Unreadable("the event has no FromUserName or CreateTime");
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(created));
        List<JsonNode> entries = entries(document, WRAPPERS.get(name));
        return name.equals(PlatformEvent.SENT) ? sent(openid, at, entries) : answered(name, openid, at, entries);
    }

    /** Of what can be chosen, {@code ban} and {@code filter} are the platform's doing, and no word of the user. */
    private static PlatformEvent answered(String name, String openid, Instant at, List<JsonNode> entries) {
        List<String> accepted = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        for (JsonNode entry : entries) {
            switch (text(entry, "SubscribeStatusString")) {
                // Accepted with sound, with alert or as a forced push it is accepted all the same.
                case "accept", "acceptWithAudio", "acceptWithAlert", "acceptWithForcePush" -> accepted.add(text(entry, "TemplateId"));
                case "reject" -> rejected.add(text(entry, "TemplateId"));
                default -> {
                    // nothing to book
                }
            }
        }
        return new PlatformEvent.Answered(name, openid, at, accepted, rejected);
    }

    private static PlatformEvent sent(String openid, Instant at, List<JsonNode> entries) {
        List<PushResult> results = new ArrayList<>();
        for (JsonNode entry : entries) {
            long msgid = number(text(entry, "MsgID"));
            if (msgid > 0) {
                boolean pushed = text(entry, "ErrorCode").equals("0");
                results.add(new PushResult(msgid, openid, text(entry, "TemplateId"), pushed ? PushResult.PUSHED : PushResult.FAILED,
                        pushed ? null : reason(entry), at));
            }
        }
        return new PlatformEvent.Sent(openid, at, results);
    }

    /** A word for people; what is not printable, or too long for the column, is not told. */
    private static String reason(JsonNode entry) {
        String status = text(entry, "ErrorStatus").replaceAll("[^ -~]", "").strip();
        String reason = status.isEmpty() ? "errcode " + text(entry, "ErrorCode").replaceAll("[^0-9-]", "") : status;
        return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }

    /** The entries that name a template. */
    private static List<JsonNode> entries(ObjectNode document, String wrapper) {
        JsonNode list = document.path(wrapper).isObject() ? document.path(wrapper).path("List") : document.path("List");
        List<JsonNode> entries = new ArrayList<>();
        (list.isArray() ? list : List.of(list)).forEach(entry -> {
            if (ID.matcher(text(entry, "TemplateId")).matches()) {
                entries.add(entry);
            }
        });
        return entries;
    }

    /** Beyond 2^53 too: never by way of a double. */
    private static long number(String digits) {
        try {
            return NUMBER.matcher(digits).matches() ? Long.parseLong(digits) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
    }
}
