package io.minipush.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenAnswersTest {

    @ParameterizedTest(name = "HTTP {0} {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "200 | {\"access_token\":\"t\",\"expires_in\":7200}                             | Granted[for 7200 s]",
        "200 | {\"access_token\":\"t\",\"expires_in\":\"345\",\"more\":[]}              | Granted[for 345 s]",
        "200 | {\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"t\",\"expires_in\":1} | Granted[for 1 s]",
        "200 | {\"errcode\":40125,\"errmsg\":\"invalid appsecret rid: 6a-1-2\"}         | Refused[errcode=40125, message=invalid appsecret rid: 6a-1-2]",
        "200 | {\"errcode\":-1,\"errmsg\":\"system error\"}                             | Refused[errcode=-1, message=system error]",
        "400 | {\"errcode\":40013}                                                      | Refused[errcode=40013, message=]",
        "500 | {\"access_token\":\"t\",\"expires_in\":7200}                             | NoAnswer[reason=HTTP 500]",
        "502 | <html>Bad Gateway</html>                                                 | NoAnswer[reason=HTTP 502]",
        "412 | ``                                                                       | NoAnswer[reason=HTTP 412 without a JSON object]",
        "200 | <html>                                                                   | NoAnswer[reason=HTTP 200 without a JSON object]",
        "200 | {\"access_token\":\"t\",\"expi                                           | NoAnswer[reason=HTTP 200 without a JSON object]",
        "200 | []                                                                       | NoAnswer[reason=HTTP 200 without a JSON object]",
        "200 | {}                                                                       | NoAnswer[reason=HTTP 200 with neither a token and its life nor an errcode]",
        "200 | {\"access_token\":\"t\"}                                                 | NoAnswer[reason=HTTP 200 with neither a token and its life nor an errcode]",
        "200 | {\"access_token\":\"\",\"expires_in\":7200}                              | NoAnswer[reason=HTTP 200 with neither a token and its life nor an errcode]",
        "200 | {\"access_token\":\"t\",\"expires_in\":0}                                | NoAnswer[reason=HTTP 200 with neither a token and its life nor an errcode]"})
    void anAnswerIsUnderstoodWhateverItsStatus(int status, String body, String expected) {
        assertThat(TokenAnswers.read(status, body.getBytes(StandardCharsets.UTF_8))).hasToString(expected);
    }

    @Test
    void aMissingBodyIsNoAnswer() {
        assertThat(TokenAnswers.read(200, null)).isInstanceOf(TokenAnswer.NoAnswer.class);
    }

    @Test
    void aTokenIsReadToTheLetterAndNotPrinted() {
        TokenAnswer answer = TokenAnswers.read(200, "{\"access_token\":\"71_Ab-c_D\",\"expires_in\":7200}".getBytes(StandardCharsets.UTF_8));
        assertThat(answer).isEqualTo(new TokenAnswer.Granted("71_Ab-c_D", Duration.ofHours(2)));
        assertThat(answer.toString()).doesNotContain("71_Ab-c_D");
    }

    @Test
    void aTokenLongerThanItsColumnIsNoAnswerRatherThanABrokenOne() {
        String body = "{\"access_token\":\"" + "x".repeat(1025) + "\",\"expires_in\":7200}";
        assertThat(TokenAnswers.read(200, body.getBytes(StandardCharsets.UTF_8))).isInstanceOf(TokenAnswer.NoAnswer.class);
    }

    @Test
    void aFailureIsDescribedWithoutSecretsAndFitsItsColumn() {
        Exception failure = new IllegalStateException(new ConnectException("GET /cgi-bin/token?appid=wx1&secret=hush&access_token=71_x " + "!".repeat(400)));
        String reason = ((TokenAnswer.NoAnswer) TokenAnswers.failed(failure)).reason();
        assertThat(reason).startsWith("ConnectException: GET /cgi-bin/token?appid=wx1&secret=xxxxxx&access_token=xxxxxx !").doesNotContain("hush", "71_x").hasSize(256);
    }
}
