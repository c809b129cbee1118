package io.minipush.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryAnswerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "200 | {\"errcode\":0,\"data\":[]}                                      | true  | false | 0     | -",
        "200 | {\"data\":[]}                                                     | true  | false | 0     | -",
        "200 | {\"errcode\":40001,\"errmsg\":\"x T0K3N rid: 64ab-cd-ef\"}        | false | true  | 40001 | errcode 40001, rid 64ab-cd-ef",
        "200 | {\"errcode\":42001}                                              | false | true  | 42001 | errcode 42001",
        "200 | {\"errcode\":76021,\"errmsg\":\"cgi_path not found\"}            | false | false | 76021 | errcode 76021",
        "404 | {\"errcode\":40066}                                              | false | false | 40066 | errcode 40066",
        "200 | []                                                               | false | false | -     | HTTP 200 without a JSON object",
        "200 | <html>                                                           | false | false | -     | HTTP 200 without a JSON object",
        "502 | {\"data\":[]}                                                     | false | false | -     | HTTP 502",
        "404 | -                                                                | false | false | -     | HTTP 404 without a JSON object"})
    void whatCameIsReadWithoutTrustInStatusOrType(int status, String body, boolean answered, boolean tokenRefused, Integer errcode, String why) {
        QueryAnswer answer = QueryAnswer.read(status, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.isAnswered()).isEqualTo(answered);
        assertThat(answer.isTokenRefused()).isEqualTo(tokenRefused);
        assertThat(answer.errcode()).isEqualTo(errcode);
        assertThat(answer.why()).isEqualTo(why);
    }

    @Test
    void aCallThatFailedSaysWhyWithoutRepeatingAddresses() {
        QueryAnswer answer = QueryAnswer.failed(new IllegalStateException("x", new java.net.SocketTimeoutException("https://h?access_token=T")));
        assertThat(answer.isAnswered()).isFalse();
        assertThat(answer.toString()).isEqualTo("SocketTimeoutException");
    }
}
