package io.minipush.intake.file;

import java.io.IOException;
import java.io.InputStream;

import io.minipush.intake.file.RecordSplitter.Record;
import io.minipush.json.NotJson;
import io.minipush.json.StrictJson;

/** One JSON object a line; empty lines are no items. */
final class NdjsonLines implements Lines {

    private final InputStream in;
    private final RecordSplitter records;

    /** @param in begins behind a byte order mark */
    NdjsonLines(InputStream in) {
        this.in = in;
        this.records = RecordSplitter.lines(in);
    }

    @Override
    public Line next() throws IOException {
        for (Record record = records.next(); record != null; record = records.next()) {
            if (record.tooLong()) {
                return Line.broken(record.line(), record.bytes(), "is longer than " + (RecordSplitter.LONGEST >> 20) + " MiB");
            }
            if (!isBlank(record.bytes())) {
                return read(record);
            }
        }
        return null;
    }

    private static Line read(Record record) {
        try {
            return Line.of(record.line(), record.bytes(), StrictJson.read(record.bytes()));
        } catch (NotJson e) {
            return Line.broken(record.line(), record.bytes(), e.getMessage());
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
