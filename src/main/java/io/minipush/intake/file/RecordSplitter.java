package io.minipush.intake.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream of bytes into records: lines, or with quotes CSV records, in which a quoted cell may contain line breaks. Lines
 * end with LF or CRLF, in CSV also with CR alone.
 *
 * <p>A record is bounded: one that is longer, because somebody forgot a quote, ends at the next line end and is marked. What is
 * longer than even that is not kept.
 */
final class RecordSplitter {

    /** A record without its line end; {@code bytes} is null if it was too long to be kept. */
    record Record(long line, byte[] bytes, boolean tooLong) {
    }

    static final int LONGEST = 1 << 20;
    private static final int LONGEST_KEPT = 4 * LONGEST;
    private static final int NO_QUOTES = -1;

    private final InputStream in;
    private final int separator;
    private long line;
    private boolean afterEnd;

    private RecordSplitter(InputStream in, int separator) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.separator = separator;
    }

    /** Every line is a record. */
    static RecordSplitter lines(InputStream in) {
        return new RecordSplitter(in, NO_QUOTES);
    }

    /** @param separator between two cells; a quote counts only at the beginning of a cell */
    static RecordSplitter csv(InputStream in, char separator) {
        return new RecordSplitter(in, separator);
    }

    /** @return null at the end; the last record needs no line end */
    Record next() throws IOException {
        if (afterEnd) {
            return null;
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream(256);
        long first = line + 1;
        long length = 0;
        boolean quoted = false;
        boolean atBegin = true;
        boolean justClosed = false;
        int b;
        while ((b = read(quoted)) >= 0) {
            if (b == '\n') {
                line++;
                if (!quoted || length > LONGEST) {
                    return finish(first, record, length);
                }
            }
            if (separator != NO_QUOTES) {
                if (b == '"') {
                    // Two quotes in a quoted cell are one; a quote within a bare cell is just a character.
                    boolean opens = !quoted && (atBegin || justClosed);
                    justClosed = quoted;
                    quoted = opens || quoted && !justClosed;
                } else {
                    justClosed = false;
                }
                atBegin = !quoted && b == separator;
            }
            length++;
            if (length <= LONGEST_KEPT) {
                record.write(b);
            }
        }
        afterEnd = true;
        if (length == 0) {
            return null;
        }
        line++;
        return finish(first, record, length);
    }

    /** The next byte. Between CSV records a CR, which some spreadsheets end lines with, is an LF, with one behind it or not. */
    private int read(boolean quoted) throws IOException {
        int b = in.read();
        if (b != '\r' || quoted || separator == NO_QUOTES) {
            return b;
        }
        in.mark(1);
        if (in.read() != '\n') {
            in.reset();
        }
        return '\n';
    }

    private static Record finish(long first, ByteArrayOutputStream record, long length) {
        if (length > LONGEST_KEPT) {
            return new Record(first, null, true);
        }
        byte[] bytes = record.toByteArray();
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return new Record(first, end == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, end), length > LONGEST);
    }
}
