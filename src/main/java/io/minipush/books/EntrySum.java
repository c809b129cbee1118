package io.minipush.books;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sum of some book entries, and which they were. */
public final class EntrySum {

    private static final List<String> COLUMNS = List.of("taken_in", "archived", "collected", "used", "refused", "expired");

    private EntrySum() {
    }

    /** @return the columns' sums and the entries' {@code ids}, as the statements name them */
    public static Map<String, Object> of(List<Map<String, Object>> entries) {
        Map<String, Object> sum = new HashMap<>();
        for (String column : COLUMNS) {
            sum.put(column, entries.stream().mapToLong(entry -> ((Number) entry.get(column)).longValue()).sum());
        }
        sum.put("ids", entries.stream().map(entry -> entry.get("id")).toList());
        return sum;
    }
}
