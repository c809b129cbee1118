package io.minipush.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import com.fasterxml.jackson.databind.JsonNode;

/** Times as a person here reads them. The process itself runs in UTC, so the zone must be kept before it is set. */
public final class Times {

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static volatile ZoneId zone = ZoneId.systemDefault();

    private Times() {
    }

    public static void shownIn(ZoneId local) {
        zone = local;
    }

    /** @param time as the API writes it; nothing for null */
    static String local(JsonNode time) {
        return time.isTextual() ? SHOWN.format(Instant.parse(time.textValue()).atZone(zone)) : "";
    }
}
