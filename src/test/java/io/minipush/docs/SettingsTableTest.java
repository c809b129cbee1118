package io.minipush.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.minipush.settings.Setting;
import org.junit.jupiter.api.Test;

/**
 * The settings table of the operations guide is made from what the gateway really reads: the names from {@link Setting},
 * defaults and reasons from {@code application.properties}.
 */
class SettingsTableTest {

    private static final Path GUIDE = Path.of("docs", "operations.md");
    private static final Path WANTED = Path.of("target", "settings-table.md");
    private static final String BEGIN = "<!-- settings: made from application.properties -->";
    private static final String END = "<!-- end of settings -->";

    private record Row(Setting setting, String standard, String reason) {
        @Override
        public String toString() {
            String file = setting.secret ? " or `" + setting.variable() + "_FILE`" : "";
            return "| `%s`%s | %s | %s |".formatted(setting.variable(), file, standard.isEmpty() ? "none" : "`" + standard + "`", reason);
        }
    }

    @Test
    void theGuideListsEverySettingWithItsDefaultAndReason() throws IOException {
        List<String> table = new ArrayList<>(List.of("| variable | default | why |", "| --- | --- | --- |"));
        rows().forEach(row -> table.add(row.toString()));
        Files.createDirectories(WANTED.getParent());
        Files.write(WANTED, table);
        List<String> guide = Files.readAllLines(GUIDE);
        assertThat(guide.subList(guide.indexOf(BEGIN) + 1, guide.indexOf(END)))
                .as("the settings table of %s is stale; the right one is in %s", GUIDE, WANTED)
                .containsExactlyElementsOf(table);
    }

    @Test
    void everySettingHasALineInTheDefaults() throws IOException {
        assertThat(rows()).extracting(Row::setting).containsExactlyInAnyOrder(Setting.values());
    }

    /** A comment holds for the line below it; an empty line or the end of a group ends its reach. */
    private static List<Row> rows() throws IOException {
        Map<String, Setting> byKey = Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::key, Function.identity()));
        List<Row> rows = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src", "main", "resources", "application.properties"))) {
            int equals = line.indexOf('=');
            if (line.startsWith("# ---") || line.isBlank()) {
                comment.clear();
            } else if (line.startsWith("#")) {
                comment.add(line.substring(1).strip().replace("<", "&lt;"));
            } else if (byKey.containsKey(line.substring(0, equals))) {
                rows.add(new Row(byKey.get(line.substring(0, equals)), line.substring(equals + 1), String.join(" ", comment)));
                comment.clear();
            }
        }
        return rows;
    }
}
