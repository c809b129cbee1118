package io.minipush.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import io.minipush.json.Fault;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormIdReaderTest {

    private static final Instant NOW = Instant.parse("2026-01-08T00:00:00Z");

    private static NewFormId read(String json) throws Exception {
        return FormIdReader.read(StrictJson.read(json.getBytes(StandardCharsets.UTF_8)), NOW, Duration.ofDays(7));
    }

    @ParameterizedTest
    @CsvSource({
        ",                                2026-01-08T00:00:00Z, it was collected now",
        "2026-01-07T00:00:00Z,            2026-01-07T00:00:00Z, it was collected earlier",
        "2026-01-08T00:05:00Z,            2026-01-08T00:00:00Z, a phone's clock may run five minutes ahead",
        "2026-01-01T00:00:00.000001Z,     2026-01-01T00:00:00.000001Z, it lives for another microsecond",
        "2026-01-08T08:00:00+08:00,       2026-01-08T00:00:00Z, a time may have a zone"})
    void aFormIdLivesFromItsSubmit(String collectedAt, String begin, String because) throws Exception {
        NewFormId formId = read("{\"openid\":\"o1\",\"form_id\":\"F\"" + (collectedAt == null ? "" : ",\"collected_at\":\"" + collectedAt + "\"") + "}");
        assertThat(formId).as(because).isEqualTo(new NewFormId("o1", null, "F", CreditKind.FORM, Instant.parse(begin), Instant.parse(begin).plus(Duration.ofDays(7))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the formId is a mock one", "the formId is no longer available in develop or trial version",
        "the formId is no longer available in develop or trial version of this mini program", "requestFormId:fail", "requestFormId:fail timeout"})
    void whatDeveloperToolsGiveIsNoFormId(String formId) {
        assertThat(catchThrowableOfType(Refused.class, () -> read("{\"form_id\":\"" + formId + "\"}")).reason()).isEqualTo("mock_form_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "1970-01-01T00:00:00Z"})
    void aFormIdPastItsLifeIsExpired(String collectedAt) {
        assertThat(catchThrowableOfType(Refused.class, () -> read("{\"openid\":\"o\",\"form_id\":\"F\",\"collected_at\":\"" + collectedAt + "\"}")).reason())
                .isEqualTo("expired");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"openid\":\"o\"}                                                             | /form_id",
        "{\"form_id\":\"F\"}                                                            | /openid",
        "{\"openid\":\"o\",\"form_id\":\"a b\"}                                         | /form_id",
        "{\"openid\":\"o\",\"form_id\":7}                                               | /form_id",
        "{\"openid\":\"\",\"form_id\":\"F\"}                                            | /openid",
        "{\"openid\":\"o\",\"code\":\"c\",\"form_id\":\"F\"}                            | /code",
        "{\"openid\":\"o\",\"form_id\":\"F\",\"kind\":\"subscription\"}                 | /kind",
        "{\"openid\":\"o\",\"form_id\":\"F\",\"collected_at\":\"2026-01-08T00:05:01Z\"} | /collected_at",
        "{\"openid\":\"o\",\"form_id\":\"F\",\"collected_at\":\"yesterday\"}            | /collected_at",
        "{\"openid\":\"o\",\"form_id\":\"F\",\"formId\":\"F\"}                          | /formId"})
    void aFaultIsTiedToItsPlace(String json, String pointer) {
        Refused refused = catchThrowableOfType(Refused.class, () -> read(json));
        assertThat(refused.reason()).isEqualTo("invalid");
        assertThat(refused.faults()).extracting(Fault::pointer).containsExactly(pointer.strip());
    }

    @Test
    void aCodeStandsForTheOwner() throws Exception {
        NewFormId formId = read("{\"code\":\"c\",\"form_id\":\"F\",\"kind\":\"prepay\"}");
        assertThat(formId.openid()).isNull();
        assertThat(formId.code()).isEqualTo("c");
        assertThat(formId.kind().uses()).isEqualTo(3);
        assertThat(formId.toString()).doesNotContain("c0").isEqualTo("NewFormId[PREPAY]");
    }

    @Test
    void theHashTellsAppsAndFormIdsApart() {
        assertThat(FormIdHash.of("wx1", "F")).hasSize(43).isEqualTo(FormIdHash.of("wx1", "F"))
                .isNotEqualTo(FormIdHash.of("wx2", "F")).isNotEqualTo(FormIdHash.of("wx1", "f"));
    }
}
