package io.minipush.intake.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSplitterTest {

    private static List<String> split(String text, char separator) throws Exception {
        RecordSplitter splitter = RecordSplitter.csv(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), separator);
        List<String> records = new ArrayList<>();
        for (var record = splitter.next(); record != null; record = splitter.next()) {
            records.add(record.line() + ":" + new String(record.bytes(), StandardCharsets.UTF_8) + (record.tooLong() ? "!" : ""));
        }
        return records;
    }

    /** N stands for a line break, R for a carriage return, q for a quote. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "a,bNc,d            | 1:a,b 2:c,d",
        "a,bRNc,dRN         | 1:a,b 2:c,d",
        "a,bRc,dRqeRfq,g    | 1:a,b 2:c,d 3:qeRfq,g",
        "aRqbqR             | 1:a 2:qbq",
        "aNNb               | 1:a 2: 3:b",
        "qaNbq,cNd          | 1:qaNbq,c 3:d",
        "a,qb,NcqNd         | 1:a,qb,Ncq 3:d",
        "qaqqNbqNc          | 1:qaqqNbq 3:c",
        "a5qx,bNc           | 1:a5qx,b 2:c",
        "qq,qqNa            | 1:qq,qq 2:a",
        "qaq,bNc            | 1:qaq,b 2:c",
        "qaNb               | 1:qaNb"})
    void aLineBreakWithinQuotesIsPartOfTheRecord(String text, String records) throws Exception {
        assertThat(String.join(" ", split(text.replace('N', '\n').replace('R', '\r').replace('q', '"'), ',')).replace('\n', 'N').replace('\r', 'R').replace('"', 'q'))
                .isEqualTo(records);
    }

    @Test
    void aForgottenQuoteDoesNotSwallowTheFile() throws Exception {
        String line = "o1,T," + "x".repeat(1000) + "\n";
        List<String> records = split("\"" + line.repeat(1100) + "o2,T,y\n", ',');
        assertThat(records.get(0)).startsWith("1:\"o1").endsWith("!").hasSizeGreaterThan(RecordSplitter.LONGEST);
        assertThat(records.get(records.size() - 1)).isEqualTo("1101:o2,T,y");
    }

    @Test
    void whatIsFarTooLongIsNotKept() throws Exception {
        RecordSplitter splitter = RecordSplitter.lines(new ByteArrayInputStream(("x".repeat(5 << 20) + "\nshort\n").getBytes(StandardCharsets.UTF_8)));
        assertThat(splitter.next().bytes()).isNull();
        assertThat(splitter.next().bytes()).hasSize(5);
        assertThat(splitter.next()).isNull();
    }
}
