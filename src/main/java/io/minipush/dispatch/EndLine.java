package io.minipush.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.minipush.notification.End;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log says of an end. Nothing private is in it.
 *
 * @param text   for people
 * @param values the same by name, for a log of JSON; what there is not is not there
 */
record EndLine(String text, Map<String, Object> values) {

    private static final String USUAL_EVIDENCE = "answer";

    static EndLine of(End end) {
        List<String> words = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", end.id());
        values.put("app_id", end.appId());
        values.put("state", end.state().word());
        if (end.evidence() != null) {
            values.put("evidence", end.evidence());
            if (!end.evidence().equals(USUAL_EVIDENCE)) {
                words.add(end.evidence());
            }
        }
        if (end.errcode() != null && end.errcode() != 0) {
            values.put("errcode", end.errcode());
            words.add("errcode " + end.errcode());
        }
        if (end.reason() != null) {
            values.put("reason", end.reason());
            words.add(end.reason());
        }
        if (end.trace() != null) {
            values.put("rid", end.trace());
            words.add("rid " + end.trace());
        }
        return new EndLine("Notification " + end.id() + " of " + end.appId() + ": " + end.state().word()
                + (words.isEmpty() ? "" : " (" + String.join(", ", words) + ")"), values);
    }

    void log(Logger log) {
        LoggingEventBuilder line = log.atInfo();
        for (Map.Entry<String, Object> value : values.entrySet()) {
            line = line.addKeyValue(value.getKey(), value.getValue());
        }
        line.log(text);
    }
}
