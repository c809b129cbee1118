package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The route files are what operators see and edit: one notation, an id on every step, a description on every route. */
class RouteFilesTest {

    private static final Path FOLDER = Path.of("src/main/resources/routes");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> files() throws IOException {
        return Files.list(FOLDER).filter(file -> file.toString().endsWith(".camel.yaml"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aRouteFileIsInCanonicalNotation(Path file) throws Exception {
        assertThat(canonical().validate(read(file))).as(file.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteHasADescriptionAndEveryStepAnId(Path file) throws Exception {
        List<String> faults = new ArrayList<>();
        for (JsonNode entry : read(file)) {
            JsonNode route = entry.path("route");
            if (route.isMissingNode()) {
                continue;
            }
            if (route.path("description").asText().isBlank()) {
                faults.add(route.path("id").asText() + " has no description");
            }
            checkSteps(route.path("id").asText(), route, faults);
        }
        assertThat(faults).as(file.toString()).isEmpty();
    }

    @Test
    void noIdStandsForTwoThings() throws Exception {
        Map<String, List<String>> places = new TreeMap<>();
        for (Path file : files().toList()) {
            ids(read(file), file.getFileName().toString(), places);
        }
        places.values().removeIf(files -> files.size() == 1);
        assertThat(places).as("Camel refuses to start a route with an id that another one has").isEmpty();
    }

    private static void ids(JsonNode node, String file, Map<String, List<String>> places) {
        if (node.path("id").isTextual()) {
            places.computeIfAbsent(node.path("id").asText(), id -> new ArrayList<>()).add(file);
        }
        node.forEach(child -> ids(child, file, places));
    }

    private static void checkSteps(String route, JsonNode node, List<String> faults) {
        for (JsonNode step : node.path("steps")) {
            step.fields().forEachRemaining(eip -> {
                if (eip.getValue().path("id").asText().isBlank()) {
                    faults.add(route + " has a step without id: " + eip.getKey());
                }
            });
        }
        node.forEach(child -> checkSteps(route, child, faults));
    }

    private static JsonSchema canonical() throws IOException {
        try (InputStream schema = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl-canonical.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
        }
    }

    private static JsonNode read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.valueToTree(new Yaml().load(in));
        }
    }
}
