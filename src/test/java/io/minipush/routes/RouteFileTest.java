package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are small as text and endless as a tree are refused, like all others that are wrong. */
class RouteFileTest {

    private static final String NAME = "x.camel.yaml";

    static Stream<Arguments> endless() {
        return Stream.of(
                Arguments.of("lists in lists", "[".repeat(200_000)),
                Arguments.of("lists in lists that end", "[".repeat(2_000) + "]".repeat(2_000)),
                Arguments.of("steps in steps", "- ".repeat(100_000) + "x"),
                Arguments.of("a list that has itself in it", "- &a [*a]"),
                Arguments.of("a map that has itself in it", "- &a {b: *a}"),
                Arguments.of("aliases of aliases", "- &a0 [x, x]\n" + IntStream.range(1, 25).mapToObj(i -> "- &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                        .collect(Collectors.joining())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void endless(String what, String text) {
        assertThatThrownBy(() -> RouteFile.parse(NAME, text)).isInstanceOf(RouteRejected.class).hasMessageMatching("x\\.camel\\.yaml(:\\d+)?: .*");
    }

    @Test
    void anAliasIsRead() throws Exception {
        RouteFile file = RouteFile.parse(NAME, "- route: {id: a, from: &from {uri: 'direct:a', steps: []}}\n- route: {id: b, from: *from}\n");
        assertThat(file.routes().get("b").from()).isEqualTo("direct:a");
    }
}
