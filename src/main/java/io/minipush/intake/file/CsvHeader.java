package io.minipush.intake.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the columns of a CSV file mean: fields of a notification by their names, and {@code keyword1} or {@code data.NAME} for
 * its data. An empty cell is a field that is not there.
 */
record CsvHeader(List<String> columns) {

    private static final int MOST_COLUMNS = 100;
    private static final Pattern KEYWORD = Pattern.compile("keyword\\d{1,3}");
    private static final String DATA = "data.";
    private static final Set<String> FIELDS = Set.of("touser", "template_id", "page", "emphasis_keyword", "reference", "send_at", "expires_at",
            "priority", "on_no_credit", "on_uncertain", "channel", "miniprogram_state", "lang", KeyedLines.KEY);

    /** @throws Unreadable if the header is none */
    static CsvHeader of(List<String> cells) throws Unreadable {
        List<String> columns = cells.stream().map(String::strip).toList();
        if (columns.size() > MOST_COLUMNS) {
            throw new Unreadable("the header has " + columns.size() + " columns; at most " + MOST_COLUMNS + " make sense");
        }
        List<String> unknown = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!FIELDS.contains(column) && !KEYWORD.matcher(column).matches() && !column.matches("data\\.[A-Za-z][A-Za-z0-9_]{0,63}")) {
                unknown.add(column.isEmpty() ? "(empty)" : column.length() > 40 ? column.substring(0, 40) + "…" : column);
            } else if (!seen.add(column)) {
                throw new Unreadable("the column " + column + " stands in the header twice");
            }
        }
        for (String required : List.of("touser", "template_id")) {
            if (!seen.contains(required)) {
                throw new Unreadable("the first line must name the columns; " + required + " is missing (is it a header, and is the file UTF-8?)");
            }
        }
        if (!unknown.isEmpty()) {
            throw new Unreadable("the header has unknown columns: " + String.join(", ", unknown) + ". There are "
                    + String.join(", ", FIELDS.stream().sorted().toList()) + ", keyword1, keyword2, …, and data.NAME for other data");
        }
        return new CsvHeader(columns);
    }

    /** The notification of a row with as many cells as there are columns. */
    ObjectNode item(List<String> cells) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            if (cells.get(i).isEmpty()) {
                continue;
            }
            if (FIELDS.contains(column)) {
                item.put(column, cells.get(i));
            } else {
                data.putObject(column.startsWith(DATA) ? column.substring(DATA.length()) : column).put("value", cells.get(i));
            }
        }
        item.set("data", data);
        return item;
    }
}
