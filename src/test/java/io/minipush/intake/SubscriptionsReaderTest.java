package io.minipush.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.minipush.json.Fault;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionsReaderTest {

    private static final Instant NOW = Instant.parse("2026-01-08T00:00:00Z");

    private static Subscriptions read(String json) throws Exception {
        return SubscriptionsReader.read("wx1", StrictJson.read(json.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    @Test
    void whatAUserAnsweredIsReadAsItStands() throws Exception {
        assertThat(read("{\"openid\":\"o1\",\"accepted\":[\"A\",\"B\",\"A\"],\"rejected\":[\"A\",\"C\"],\"event_id\":\"e1\"}"))
                .isEqualTo(new Subscriptions("wx1", "o1", null, List.of("A", "B", "A"), List.of("A", "C"), "e1", NOW));
        assertThat(read("{\"code\":\"c1\",\"accepted\":[],\"rejected\":[\"C\"]}"))
                .isEqualTo(new Subscriptions("wx1", null, "c1", List.of(), List.of("C"), null, NOW))
                .asString().doesNotContain("c1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"accepted\":[\"A\"]}                                           | /openid",
        "{\"openid\":\"o\",\"code\":\"c\",\"accepted\":[\"A\"]}           | /code",
        "{\"openid\":\"o o\",\"accepted\":[\"A\"]}                        | /openid",
        "{\"openid\":\"o\"}                                               | /accepted",
        "{\"openid\":\"o\",\"accepted\":[],\"rejected\":[]}               | /accepted",
        "{\"openid\":\"o\",\"accepted\":\"A\"}                            | /accepted",
        "{\"openid\":\"o\",\"accepted\":{\"A\":\"accept\"}}               | /accepted",
        "{\"openid\":\"o\",\"accepted\":[\"A\",\"B C\"]}                  | /accepted/1",
        "{\"openid\":\"o\",\"accepted\":[\"A\"],\"rejected\":[null]}      | /rejected/0",
        "{\"openid\":\"o\",\"accepted\":[\"A\"],\"event_id\":7}           | /event_id",
        "{\"openid\":\"o\",\"accepted\":[\"A\"],\"event_id\":\"\"}        | /event_id",
        "{\"openid\":\"o\",\"accepted\":[\"A\"],\"eventId\":\"e\"}        | /eventId",
        "[{\"openid\":\"o\",\"accepted\":[\"A\"]}]                        | ``"})
    void aFaultIsTiedToItsPlace(String json, String pointer) {
        Refused refused = catchThrowableOfType(Refused.class, () -> read(json));
        assertThat(refused.reason()).isEqualTo("invalid");
        assertThat(refused.faults()).extracting(Fault::pointer).containsExactly(pointer.strip());
    }

    @Test
    void aHundredTemplatesAreTheMost() throws Exception {
        String hundred = IntStream.range(0, 100).mapToObj(i -> "\"T" + i + "\"").collect(Collectors.joining(","));
        assertThat(read("{\"openid\":\"o\",\"accepted\":[" + hundred + "]}").accepted()).hasSize(100);
        assertThat(catchThrowableOfType(Refused.class, () -> read("{\"openid\":\"o\",\"accepted\":[" + hundred + ",\"T\"]}")).faults())
                .extracting(Fault::pointer).containsExactly("/accepted");
    }
}
