package io.minipush.token;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;

import io.minipush.storage.Utc;

/** Reads the columns of a {@code token} row, whose types differ a little between the databases. */
record TokenRow(Map<String, Object> columns) {

    String text(String column) {
        return (String) columns.get(column);
    }

    long number(String column) {
        return ((Number) columns.get(column)).longValue();
    }

    boolean flag(String column) {
        return (Boolean) columns.get(column);
    }

    /** @return null if the column is */
    LocalDateTime time(String column) {
        return Utc.dateTime(columns.get(column));
    }

    /** @return null if the column is */
    Instant instant(String column) {
        return Utc.instant(columns.get(column));
    }

    @Override
    public String toString() {
        // The columns hold the token.
        return "TokenRow[" + columns.get("app_id") + "]";
    }
}
