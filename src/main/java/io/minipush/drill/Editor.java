package io.minipush.drill;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.gateway.Gateway;
import io.minipush.json.Digests;
import io.minipush.routes.RouteStatus;

/**
 * Edits route files while messages flow, in turn so that the edit must be taken and so that it must not, and waits for each until
 * every node has said what it made of it. What must not be taken has to be named with file and line.
 */
final class Editor {

    private static final Duration GIVE_UP = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

    private final int edits;
    private final Path folder;
    private final List<GatewayProcess> nodes;
    private final Consumer<String> progress;
    /** What each node runs of a file, by its digest, as far as an edit has been seen. */
    private final Map<String, String> inUse = new HashMap<>();
    private final List<Duration> takenAfter = new ArrayList<>();
    private final List<Duration> namedAfter = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    /** @param folder where the nodes look for edited files */
    Editor(DrillPlan plan, Path folder, List<GatewayProcess> nodes, Consumer<String> progress) {
        this.edits = plan.edits();
        this.folder = folder;
        this.nodes = nodes;
        this.progress = progress;
    }

    /** All edits, one for each portion of the messages. */
    void edit(Tempo tempo) throws IOException, InterruptedException {
        for (int i = 0; i < edits; i++) {
            List<Edit> kinds = i % 2 == 0 ? Edit.good(i) : Edit.broken(i);
            Edit edit = kinds.get(i / 2 % kinds.size());
            tempo.releaseNext();
            long begun = System.nanoTime();
            save(edit, i);
            boolean seen = await(edit);
            Duration after = Duration.ofNanos(System.nanoTime() - begun);
            (edit.isGood() ? takenAfter : namedAfter).add(after);
            progress.accept("edit " + (i + 1) + ", " + edit.what() + " in " + edit.file() + ": "
                    + (!seen ? "NOT " : "") + (edit.isGood() ? "taken" : "refused") + String.format(Locale.ROOT, " after %.1f s", after.toMillis() / 1000.0));
            if (!seen) {
                complaints.add("edit " + (i + 1) + " (" + edit.what() + ") should have been " + (edit.isGood() ? "taken" : "refused with file, line and: " + edit.fault()));
            }
        }
    }

    /** As people save: in place, in two goes, or by renaming. */
    private void save(Edit edit, int number) throws IOException {
        Path file = folder.resolve(edit.file());
        if (edit.text() == null) {
            Files.deleteIfExists(file);
        } else if (number % 3 == 0) {
            Files.writeString(file, edit.text());
        } else if (number % 3 == 1) {
            Path draft = Files.writeString(folder.resolve("." + edit.file() + ".swp"), edit.text());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(file);
            Files.writeString(file, edit.text().substring(0, edit.text().length() / 2));
            Files.writeString(file, edit.text());
        }
    }

    private boolean await(Edit edit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + GIVE_UP.toNanos();
        for (GatewayProcess node : nodes) {
            while (!(edit.isGood() ? hasTaken(node, edit) : hasNamed(node, edit))) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.sleep(20);
            }
            String runs = digest(node, edit.file());
            String before = edit.isGood() ? runs : inUse.getOrDefault(node.name() + edit.file(), runs);
            inUse.put(node.name() + edit.file(), runs);
            if (!runs.equals(before)) {
                complaints.add("an edit that was refused (" + edit.what() + ") changed what runs of " + edit.file() + " at " + node.name());
            }
        }
        return true;
    }

    private static boolean hasTaken(GatewayProcess node, Edit edit) throws IOException {
        String digest = digest(node, edit.file());
        return digest.equals(edit.text() == null ? builtIn(edit.file()) : Digests.of(edit.text()));
    }

    private static String builtIn(String file) throws IOException {
        try (var in = Editor.class.getResourceAsStream("/routes/" + file)) {
            return in == null ? "" : Digests.of(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** Of what a node runs; empty if it runs no such file. */
    private static String digest(GatewayProcess node, String file) throws IOException {
        return digest(node, "running", file);
    }

    private static String digest(GatewayProcess node, String list, String file) throws IOException {
        Optional<JsonNode> status = new RouteStatus(node.home().resolve(Gateway.ROUTE_HISTORY)).read();
        for (JsonNode one : status.map(read -> read.path(list)).orElse(CarefulClient.JSON.createArrayNode())) {
            if (one.path("file").asText().equals(file)) {
                return one.path("digest").asText();
            }
        }
        return "";
    }

    /** This edit, and not one before it, by a warning with the line. */
    private static boolean hasNamed(GatewayProcess node, Edit edit) throws IOException, InterruptedException {
        if (!digest(node, "rejected", edit.file()).equals(Digests.of(edit.text()))) {
            return false;
        }
        try {
            HttpResponse<String> ready = HTTP.send(HttpRequest.newBuilder(node.management().resolve("/health/ready")).timeout(Duration.ofSeconds(5)).build(),
                    HttpResponse.BodyHandlers.ofString());
            for (JsonNode warning : CarefulClient.JSON.readTree(ready.body()).path("warnings")) {
                String[] parts = warning.asText().split(edit.file().replace(".", "\\.") + ":[1-9]\\d*: ", 2);
                if (parts.length == 2 && parts[1].contains(edit.fault())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // dead for the moment
        }
        return false;
    }

    /** What became of the edits, in a few words. */
    List<String> summary() {
        return edits == 0 ? List.of() : List.of(times("taken", takenAfter), times("refused and named with file and line", namedAfter));
    }

    private static String times(String what, List<Duration> times) {
        if (times.isEmpty()) {
            return "0 " + what;
        }
        List<Duration> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return String.format(Locale.ROOT, "%d %s, mostly within %.1f s, at the latest after %.1f s", times.size(), what,
                sorted.get(sorted.size() / 2).toMillis() / 1000.0, sorted.get(sorted.size() - 1).toMillis() / 1000.0);
    }

    List<String> complaints() {
        return complaints;
    }
}
