package io.minipush.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"a\":1,\"b\":[1,2]}  | { \"b\" : [1,2], \"a\" : 1 } | true",
        "{\"a\":\"\\u0061/\"}   | {\"a\":\"a\\/\"}             | true",
        "{\"a\":{\"c\":1,\"b\":2}} | {\"a\":{\"b\":2,\"c\":1}} | true",
        "[1,2]                  | [2,1]                        | false",
        "{\"a\":1}              | {\"a\":\"1\"}                | false",
        "{\"a\":null}           | {}                           | false",
        "{\"a\":null}           | {\"a\":\"null\"}             | false",
        "[[1],2]                | [[1,2]]                      | false",
        "[]                     | {}                           | false",
        "{\"a\":\"\"}           | {\"a\":[]}                   | false",
        "{\"a\":\"b\"}          | {\"ab\":\"\"}                | false",
        "\"A\"                  | \"a\"                        | false"})
    void whatMeansTheSameHasTheSameDigest(String one, String other, boolean same) throws Exception {
        String first = digest(one);
        assertThat(first).hasSize(43);
        assertThat(first.equals(digest(other))).as(one + " and " + other).isEqualTo(same);
    }

    private static String digest(String json) throws NotJson {
        return Digests.of(StrictJson.read(json.getBytes(StandardCharsets.UTF_8)));
    }
}
