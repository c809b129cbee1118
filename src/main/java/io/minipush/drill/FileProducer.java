package io.minipush.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Hands messages to the file door, as CSV and as NDJSON of some hundred lines each, and reads in the reports which line was
 * accepted as what. Some files are dropped a second time under another name. One thread.
 */
final class FileProducer {

    private static final int LARGEST_FILE = 400;
    private static final String HEADER = "touser,template_id,page,reference,keyword1";

    private final Path folder;
    private final List<Cast.Message> messages;
    private final SplittableRandom random;
    private final Tempo tempo;
    private final Handed handed;
    /** What stands in which line of which file. */
    private final Map<String, Map<Integer, String>> markers = new LinkedHashMap<>();

    /** @param inbox the folder that all nodes share */
    FileProducer(Path inbox, String app, List<Cast.Message> messages, long seed, Tempo tempo, Handed handed) {
        this.folder = inbox.resolve(app);
        this.messages = messages;
        this.random = new SplittableRandom(seed);
        this.tempo = tempo;
        this.handed = handed;
    }

    /** Drops all files. */
    void feed() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (int from = 0; from < messages.size();) {
            tempo.await(from, messages.size());
            int to = Math.min(messages.size(), from + random.nextInt(1, LARGEST_FILE + 1));
            // The kinds have different keys, and a CSV file has one header.
            boolean csv = random.nextBoolean() && messages.subList(from, to).stream().noneMatch(message -> message.kind().isSubscribe());
            List<String> lines = new ArrayList<>();
            Map<Integer, String> byLine = new LinkedHashMap<>();
            if (csv) {
                lines.add(HEADER);
            }
            for (Cast.Message message : messages.subList(from, to)) {
                lines.add(csv ? String.join(",", message.openid(), message.kind().template, "pages/index?m=" + message.marker(), message.marker(), message.marker())
                        : message.json().toString());
                byLine.put(lines.size(), message.marker());
            }
            String name = "drill-" + markers.size() + (csv ? ".csv" : ".ndjson");
            drop(name, lines, byLine);
            if (random.nextInt(4) == 0) {
                drop("again-" + name, lines, byLine);
            }
            from = to;
        }
    }

    private void drop(String name, List<String> lines, Map<Integer, String> byLine) throws IOException {
        markers.put(name, byLine);
        Path part = Files.write(folder.resolve("." + name + ".part"), lines);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** How many files have no report yet. */
    long open() {
        return markers.keySet().stream().filter(name -> !Files.exists(report(name))).count();
    }

    /** Takes from the reports what each line has become. */
    void readReports() throws IOException {
        for (Map.Entry<String, Map<Integer, String>> file : markers.entrySet()) {
            Map<Integer, String> expected = new LinkedHashMap<>(file.getValue());
            if (!Files.exists(report(file.getKey()))) {
                handed.complain("the file " + file.getKey() + " has no report");
                continue;
            }
            for (String line : Files.readAllLines(report(file.getKey()))) {
                JsonNode item = CarefulClient.JSON.readTree(line);
                String marker = expected.remove(item.path("line").asInt());
                if (marker == null || !item.hasNonNull("id")) {
                    handed.complain("the report of " + file.getKey() + " says " + line);
                } else {
                    handed.accepted(marker, item.path("id").asText());
                }
            }
            expected.keySet().forEach(line -> handed.complain("line " + line + " of " + file.getKey() + " is in no report"));
        }
    }

    private Path report(String name) {
        return folder.resolve(".done").resolve(name + ".report.ndjson");
    }
}
