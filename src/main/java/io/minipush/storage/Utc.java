package io.minipush.storage;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The times of the tables: all are UTC, and the columns have no zone. */
public final class Utc {

    private Utc() {
    }

    /** @param column as a statement gave it; null means null */
    public static Instant instant(Object column) {
        return column == null ? null : dateTime(column).toInstant(ZoneOffset.UTC);
    }

    /** @param column as a statement gave it; null means null */
    public static LocalDateTime dateTime(Object column) {
        return column == null ? null : ((Timestamp) column).toLocalDateTime();
    }

    /** As a statement takes it. */
    public static LocalDateTime column(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
