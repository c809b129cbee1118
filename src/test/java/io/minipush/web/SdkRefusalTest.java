package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkRefusalTest {

    @ParameterizedTest
    @CsvSource({"404, 404, '\"errcode\":40066,'", "503, 200, '\"errcode\":-1,'", "400, 400, '\"errcode\":40035,'", "431, 431, '\"errcode\":40035,'", "500, 500, ''"})
    void anErrcodeSaysOnlyWhatIsKnown(int status, int answered, String body) {
        SdkRefusal refusal = SdkRefusal.of(status);
        assertThat(refusal.status()).isEqualTo(answered);
        String text = new String(refusal.body(), StandardCharsets.UTF_8);
        if (body.isEmpty()) {
            assertThat(text).as("it may have been stored").isEmpty();
        } else {
            assertThat(text).contains(body);
        }
    }
}
