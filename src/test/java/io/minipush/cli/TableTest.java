package io.minipush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    private static List<String> print(Table table, int width) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8), width);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void columnsAreAlignedAlsoBesideChinese() {
        Table table = new Table("ID", "REFERENCE", "STATE");
        table.add("1", "订单 42", "sent");
        table.add("12", "order", "failed");
        assertThat(print(table, 200)).containsExactly(
                "ID  REFERENCE  STATE",
                "1   订单 42    sent",
                "12  order      failed");
    }

    @Test
    void theWidestColumnGivesWayToANarrowTerminal() {
        Table table = new Table("ID", "REFERENCE");
        table.add("1", "订单订单订单订单订单订单");
        assertThat(print(table, 16)).containsExactly("ID  REFERENCE", "1   订单订单订…");
        assertThat(print(table, 16)).allSatisfy(line -> assertThat(Table.width(line)).isLessThanOrEqualTo(16));
    }

    @Test
    void nothingThatAProducerWroteMovesTheCursor() {
        Table table = new Table("REFERENCE");
        table.add("a\u001b[2Jb\r\nc\u202Ed");
        assertThat(print(table, 80).get(1)).isEqualTo("a [2Jb  c d");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "订单, 4", "ﾊﾝ, 2", "ＡＢ, 4", "😀, 2", "é, 1"})
    void widthIsInColumnsOfATerminal(String text, int width) {
        assertThat(Table.width(text)).isEqualTo(width);
    }
}
