package io.minipush.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/** Camel's own schema of the canonical YAML notation, which Kaoto and Karavan write too. Thread-safe. */
final class CanonicalSchema {

    private static final String SCHEMA = "/schema/camelYamlDsl-canonical.json";
    private static final int MOST = 5;

    private final JsonSchema schema;

    CanonicalSchema() {
        try (InputStream in = CanonicalSchema.class.getResourceAsStream(SCHEMA)) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(new ObjectMapper().readTree(in),
                    // Made at once, the validators of the whole schema take more memory than a node has.
                    SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).preloadJsonSchema(false).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the schema has against it, the deepest first: the others mostly follow from that one. */
    List<RouteFault> faults(RouteFile file) {
        return schema.validate(file.root()).stream()
                .sorted(Comparator.comparingInt((ValidationMessage fault) -> -fault.getInstanceLocation().getNameCount()))
                .limit(MOST)
                .map(fault -> file.fault(pointer(fault), "not canonical YAML: " + fault.getMessage().replaceFirst("^[^:]*: ", "")))
                .distinct()
                .toList();
    }

    private static String pointer(ValidationMessage fault) {
        String location = fault.getInstanceLocation().toString();
        return fault.getProperty() == null ? location : location + "/" + fault.getProperty();
    }
}
