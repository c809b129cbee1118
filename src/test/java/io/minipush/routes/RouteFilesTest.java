package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The route files as operators and their tools see them. */
class RouteFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Map<String, JsonNode> files() throws Exception {
        Map<String, JsonNode> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(Path.of("src/main/resources/routes"))) {
            for (Path path : paths.toList()) {
                Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(path));
                files.put(path.getFileName().toString(), JSON.valueToTree(yaml));
            }
        }
        assertThat(files).isNotEmpty();
        return files;
    }

    @Test
    void everyFileIsCanonicalYamlDsl() throws Exception {
        JsonNode schema = JSON.readTree(getClass().getResourceAsStream("/schema/camelYamlDsl-canonical.json"));
        var validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
        List<String> faults = new ArrayList<>();
        files().forEach((file, yaml) -> validator.validate(yaml).forEach(fault -> faults.add(file + ": " + fault.getMessage())));
        assertThat(faults).isEmpty();
    }

    @Test
    void noFileHasAnErrorHandlerOutsideItsRoutesSinceItWouldHoldForEveryFile() throws Exception {
        files().forEach((file, yaml) -> yaml.forEach(entry -> assertThat(entry.has("errorHandler")).as(file).isFalse()));
    }

    @Test
    void everyRouteThatRunsByTheClockSaysWhatBecomesOfAFault() throws Exception {
        files().forEach((file, yaml) -> yaml.forEach(entry -> {
            if (entry.at("/route/from/uri").asText().matches("(scheduler|quartz|timer|file|jms):.*")) {
                assertThat(entry.path("route").has("routeConfigurationId")).as(file + " " + entry.at("/route/id")).isTrue();
            }
        }));
    }

    @Test
    void everyIdIsUniqueOverAllFilesSinceHawtioMetricsAndEditsNameStepsByIt() throws Exception {
        Map<String, String> seen = new TreeMap<>();
        List<String> twice = new ArrayList<>();
        files().forEach((file, yaml) -> yaml.findValuesAsText("id").forEach(id -> {
            String before = seen.put(id, file);
            if (before != null) {
                twice.add(id + " in " + before + " and " + file);
            }
        }));
        assertThat(twice).isEmpty();
    }

    @Test
    void everyRouteTellsWhatItIsFor() throws Exception {
        files().forEach((file, yaml) -> yaml.forEach(entry -> {
            if (entry.has("route")) {
                assertThat(entry.path("route").path("description").asText()).as(file + " " + entry.path("route").path("id")).isNotBlank();
            }
        }));
    }
}
