package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.minipush.access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The roles as the contract tells them and as the door asks for them. */
class VerbsTest {

    /** An operation of the contract; no roles: a signature opens it. */
    record Operation(String method, String path, Set<Role> roles) {

        String verb() {
            return method + " " + path;
        }

        boolean opensFor(Role role) {
            return roles.contains(role) || role == Role.OPS && roles.contains(Role.READ);
        }

        @Override
        public String toString() {
            return verb();
        }
    }

    static Stream<Operation> operations() throws IOException {
        JsonNode contract = new ObjectMapper(new YAMLFactory()).readTree(VerbsTest.class.getResourceAsStream("/openapi/minipush.yaml"));
        List<Operation> operations = new ArrayList<>();
        contract.get("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(verb -> {
            if (!verb.getKey().equals("parameters")) {
                assertThat(verb.getValue().has("security")).as("%s %s has a line like security: [{key: [read]}]", verb.getKey(), path.getKey()).isTrue();
                Set<Role> roles = StreamSupport.stream(verb.getValue().get("security").spliterator(), false)
                        .map(one -> Role.of(one.at("/key/0").asText()).orElseThrow()).collect(Collectors.toSet());
                operations.add(new Operation(verb.getKey().toUpperCase(Locale.ROOT), path.getKey(), roles));
            }
        }));
        return operations.stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theDoorAsksForTheRolesThatTheContractNames(Operation operation) {
        if (operation.roles().isEmpty()) {
            assertThat(Verbs.isSigned(operation.verb())).as("only a signature opens what needs no role").isTrue();
        } else {
            assertThat(Verbs.roles(operation.verb())).isEqualTo(operation.roles());
            assertThat(Verbs.isSigned(operation.verb())).isFalse();
        }
    }

    @Test
    void whatNobodyHasPutIntoTheTableIsForOperators() {
        assertThat(Verbs.roles("GET /v1/apps/{appid}/something-new")).containsExactly(Role.OPS);
        assertThat(Verbs.isSigned("GET /v1/apps/{appid}/events/x")).isFalse();
        assertThat(Verbs.mayBeSigned("/v1/apps/wx/events")).isTrue();
        assertThat(Verbs.mayBeSigned("/v1/apps/wx/notifications")).isFalse();
        assertThat(Verbs.mayBeSigned("/v1/apps/wx/x/events")).isFalse();
    }
}
