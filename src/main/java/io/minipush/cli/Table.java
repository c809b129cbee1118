package io.minipush.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns. Where a line is too long for the terminal, the widest column gives way. */
final class Table {

    private static final String BETWEEN = "  ";
    private static final int NARROWEST_COLUMN = 8;

    private final List<String[]> rows = new ArrayList<>();
    private final int columns;

    Table(String... header) {
        columns = header.length;
        rows.add(header);
    }

    void add(String... cells) {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
            row[i] = i < cells.length && cells[i] != null ? oneLine(cells[i]) : "";
        }
        rows.add(row);
    }

    /** @param width columns of the terminal */
    void print(PrintStream out, int width) {
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        fit(widths, width);
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = cut(row[i], widths[i]);
                line.append(cell).append(" ".repeat(widths[i] - width(cell))).append(BETWEEN);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static void fit(int[] widths, int width) {
        while (true) {
            long all = (long) BETWEEN.length() * (widths.length - 1);
            int widest = 0;
            for (int i = 0; i < widths.length; i++) {
                all += widths[i];
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (all <= width || widths[widest] <= NARROWEST_COLUMN) {
                return;
            }
            widths[widest]--;
        }
    }

    private static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            used += width(c);
            if (used > width - 1) {
                break;
            }
            cut.appendCodePoint(c);
        }
        return cut.append('…').toString();
    }

    /** What came from a producer must not move the cursor. */
    private static String oneLine(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** In columns of a terminal. */
    static int width(String text) {
        return text.codePoints().map(Table::width).sum();
    }

    /** Chinese, Japanese and Korean characters and emoji take two columns, combining marks none. */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115F || c >= 0x2E80 && c <= 0xA4CF || c >= 0xAC00 && c <= 0xD7A3 || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F || c >= 0xFF00 && c <= 0xFF60 || c >= 0xFFE0 && c <= 0xFFE6 || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
