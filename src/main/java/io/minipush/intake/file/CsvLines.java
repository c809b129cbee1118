package io.minipush.intake.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.minipush.intake.file.RecordSplitter.Record;

/**
 * A CSV file with a header, as programs and spreadsheets write it: UTF-8, cells parted by commas, semicolons or tabs, whichever
 * the header uses. Rows without any content are no items.
 */
final class CsvLines implements Lines {

    private static final String NOT_UTF_8 = "is not UTF-8: save the file as \"CSV UTF-8\"";
    private static final CsvMapper MAPPER = CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final InputStream in;
    private final RecordSplitter records;
    private final ObjectReader reader;
    private final byte[] headerLine;
    private final CsvHeader header;

    /**
     * @param in        begins behind a byte order mark
     * @param firstLine of the file, from which the separator is told
     * @throws Unreadable if the file has no usable header
     */
    CsvLines(InputStream in, String firstLine) throws IOException, Unreadable {
        this.in = in;
        char separator = separator(firstLine);
        this.records = RecordSplitter.csv(in, separator);
        this.reader = MAPPER.readerForListOf(String.class).with(CsvSchema.emptySchema().withColumnSeparator(separator));
        Record first = records.next();
        if (first == null) {
            throw new Unreadable("the file is empty");
        }
        if (first.tooLong()) {
            throw new Unreadable("the header does not end; is a quote missing?");
        }
        this.headerLine = first.bytes();
        try {
            this.header = CsvHeader.of(cells(first.bytes()));
        } catch (CharacterCodingException e) {
            throw new Unreadable("the header " + NOT_UTF_8);
        } catch (JacksonException e) {
            throw new Unreadable("the header is not CSV");
        }
    }

    private static char separator(String firstLine) {
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(firstLine, candidate) > count(firstLine, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String line, char c) {
        return line.chars().filter(one -> one == c).count();
    }

    private List<String> cells(byte[] record) throws IOException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
        try (var rows = reader.<List<String>>readValues(text)) {
            List<String> cells = rows.hasNextValue() ? rows.nextValue() : List.of();
            return cells;
        }
    }

    @Override
    public Line next() throws IOException {
        for (Record record = records.next(); record != null; record = records.next()) {
            if (record.tooLong()) {
                return Line.broken(record.line(), record.bytes(), "is longer than " + (RecordSplitter.LONGEST >> 20) + " MiB; is a quote missing?");
            }
            Line line = read(record);
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    /** @return null if there is nothing in it */
    private Line read(Record record) throws IOException {
        try {
            List<String> cells = cells(record.bytes());
            if (cells.stream().allMatch(String::isBlank)) {
                return null;
            }
            int columns = header.columns().size();
            boolean onlyEmptyBeyond = cells.size() > columns && cells.subList(columns, cells.size()).stream().allMatch(String::isBlank);
            if (cells.size() != columns && !onlyEmptyBeyond) {
                return Line.broken(record.line(), record.bytes(), "has " + cells.size() + " cells, the header has " + columns);
            }
            return Line.of(record.line(), record.bytes(), header.item(cells));
        } catch (CharacterCodingException e) {
            return Line.broken(record.line(), record.bytes(), NOT_UTF_8);
        } catch (JacksonException e) {
            // Its message would quote the cell.
            return Line.broken(record.line(), record.bytes(), "is not CSV; is a quote missing or too much?");
        }
    }

    @Override
    public byte[] before() {
        byte[] before = java.util.Arrays.copyOf(headerLine, headerLine.length + 1);
        before[headerLine.length] = '\n';
        return before;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
