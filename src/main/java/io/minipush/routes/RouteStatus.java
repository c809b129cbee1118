package io.minipush.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.json.Digests;
import io.minipush.settings.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running gateway made of its route files, as a file beside their history: the commands read it there. */
public final class RouteStatus {

    private static final Logger LOG = LoggerFactory.getLogger(RouteStatus.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /** @param folder that of the history */
    public RouteStatus(Path folder) {
        this.file = folder.resolve("status.json");
    }

    void write(Collection<RouteFile> running, Map<String, RouteNews.Refusal> rejected, Set<String> waiting) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode files = root.putArray("running");
        running.forEach(one -> files.addObject().put("file", one.name()).put("digest", Digests.of(one.text())));
        ArrayNode faults = root.putArray("rejected");
        rejected.forEach((name, refusal) -> faults.addObject().put("file", name).put("digest", refusal.text() == null ? null : Digests.of(refusal.text()))
                .put("line", refusal.fault().line()).put("reason", refusal.fault().reason()));
        ArrayNode later = root.putArray("from_next_start");
        waiting.forEach(later::add);
        try {
            WholeFile.write(file, root.toPrettyString());
        } catch (IOException e) {
            LOG.warn("The state of the routes cannot be written down: {}", e.toString());
        }
    }

    /** What was written last; empty if no gateway ever ran here. */
    public Optional<JsonNode> read() throws IOException {
        return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
    }
}
