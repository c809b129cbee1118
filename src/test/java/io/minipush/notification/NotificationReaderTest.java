package io.minipush.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.minipush.credit.Purse;
import io.minipush.json.Fault;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationReaderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final NotificationReader READER = reader(Channel.TEMPLATE);

    /** Of an app with this channel; the template "L" is a long-term one. */
    private static NotificationReader reader(Channel channel) {
        return new NotificationReader(appId -> channel, (appId, asked) -> true, (appId, template) -> template.equals("L"));
    }

    private static NewNotification read(String json) throws Exception {
        return READER.read("wx", StrictJson.read(json.getBytes(StandardCharsets.UTF_8)), NOW, Lane.NORMAL);
    }

    /** A good notification with one member replaced or added; a null value takes it away. */
    private static String with(String member) {
        String name = member.substring(0, member.indexOf(':') + 1);
        String good = "{\"touser\":\"o1\"|\"template_id\":\"T\"|\"data\":{\"keyword1\":{\"value\":\"1\"}}}";
        String body = good.substring(1, good.length() - 1);
        StringBuilder kept = new StringBuilder();
        for (String part : body.split("\\|")) {
            if (!part.startsWith(name)) {
                kept.append(part).append(',');
            }
        }
        return "{" + kept + member + "}";
    }

    @Test
    void whatIsNotSaidHasItsDefault() throws Exception {
        NewNotification notification = read(with("\"page\":\"index\""));
        assertThat(notification).isEqualTo(new NewNotification("o1", "T", Channel.TEMPLATE, "o1", "{\"page\":\"index\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}", null, "wait", null,
                Lane.NORMAL, NOW, Instant.parse("2026-01-08T00:00:00Z")));
        assertThat(read(with("\"data\":{}")).message()).isEqualTo("{\"page\":\"index\",\"data\":{}}");
    }

    @Test
    void aTimeToSendMovesTheEndAndOneThatHasPassedMeansNow() throws Exception {
        NewNotification later = read(with("\"send_at\":\"2026-01-03T00:00:00Z\""));
        assertThat(later.dueAt()).isEqualTo("2026-01-03T00:00:00Z");
        assertThat(later.expiresAt()).isEqualTo("2026-01-10T00:00:00Z");
        assertThat(read(with("\"send_at\":\"2025-12-31T00:00:00Z\"")).dueAt()).isEqualTo(NOW);
    }

    @Test
    void whatIsSaidIsKept() throws Exception {
        NewNotification notification = read("{\"on_no_credit\":\"fail\",\"on_uncertain\":\"resend\",\"priority\":\"high\",\"send_at\":\"2026-01-01T00:30:00Z\",\"expires_at\":\"2026-01-01T09:00:00.123456789+08:00\",\"reference\":\"r 1\",\"page\":\"p?a=b&c=订\","
                + "\"emphasis_keyword\":\"k.DATA\",\"data\":{\"z\":{\"value\":\"\"},\"a\":{\"value\":\"x\\ny\"}},\"template_id\":\"T\",\"touser\":\"o1\"}");
        assertThat(notification).isEqualTo(new NewNotification("o1", "T", Channel.TEMPLATE, "o1",
                "{\"page\":\"p?a=b&c=订\",\"data\":{\"z\":{\"value\":\"\"},\"a\":{\"value\":\"x\\ny\"}},\"emphasis_keyword\":\"k.DATA\"}", "r 1", "fail",
                OnUncertain.RESEND, Lane.HIGH, Instant.parse("2026-01-01T00:30:00Z"), Instant.parse("2026-01-01T01:00:00.123456Z")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"touser\":\"\"                                     | /touser",
        "\"touser\":\"a b\"                                  | /touser",
        "\"touser\":\"é\"                                    | /touser",
        "\"touser\":null                                     | /touser",
        "\"touser\":7                                        | /touser",
        "\"template_id\":[\"T\"]                             | /template_id",
        "\"data\":[]                                         | /data",
        "\"data\":\"x\"                                      | /data",
        "\"data\":{\"keyword1\":\"1\"}                       | /data/keyword1",
        "\"data\":{\"keyword1\":{}}                          | /data/keyword1/value",
        "\"data\":{\"keyword1\":{\"value\":1}}               | /data/keyword1/value",
        "\"data\":{\"keyword1\":{\"value\":null}}            | /data/keyword1/value",
        "\"data\":{\"keyword1\":{\"value\":\"a\\u0000\"}}    | /data/keyword1/value",
        "\"data\":{\"keyword1\":{\"value\":\"a\\ud800\"}}    | /data/keyword1/value",
        "\"data\":{\"k\":{\"value\":\"1\",\"colour\":\"#1\"}}| /data/k/colour",
        "\"data\":{\"1.x\":{\"value\":\"1\"}}                | /data/1.x",
        "\"data\":{\"\":{\"value\":\"1\"}}                   | /data/",
        "\"data\":{\"a/~\":{\"value\":\"1\"}}                | /data/a~1~0",
        "\"page\":\"\"                                       | /page",
        "\"priority\":\"urgent\"                             | /priority",
        "\"on_uncertain\":\"wait\"                           | /on_uncertain",
        "\"send_at\":\"tomorrow\"                            | /send_at",
        "\"send_at\":\"2027-02-01T00:00:00Z\"                | /send_at",
        "\"send_at\":\"2026-01-03T00:00:00Z\",\"expires_at\":\"2026-01-02T00:00:00Z\" | /expires_at",
        "\"page\":\"a\\nb\"                                  | /page",
        "\"page\":1                                          | /page",
        "\"emphasis_keyword\":{}                             | /emphasis_keyword",
        "\"reference\":\"\\ud83d\"                           | /reference",
        "\"reference\":42                                    | /reference",
        "\"on_no_credit\":\"drop\"                           | /on_no_credit",
        "\"expires_at\":\"2026-01-01T00:00:00Z\"             | /expires_at",
        "\"expires_at\":\"2025-01-01T00:00:00Z\"             | /expires_at",
        "\"expires_at\":\"9999-01-01T00:00:00Z\"             | /expires_at",
        "\"expires_at\":\"2026-02-30T00:00:00Z\"             | /expires_at",
        "\"expires_at\":\"2026-02-03 00:00:00\"              | /expires_at",
        "\"expires_at\":\"2026-02-03T00:00Z\"                | /expires_at",
        "\"expires_at\":1770000000                           | /expires_at",
        "\"channel\":\"letter\"                              | /channel",
        "\"lang\":\"en_US\"                                  | /lang",
        "\"miniprogram_state\":\"formal\"                    | /miniprogram_state",
        "\"channel\":\"subscribe\",\"lang\":\"en\"           | /lang",
        "\"channel\":\"subscribe\",\"miniprogram_state\":\"\" | /miniprogram_state",
        "\"channel\":\"subscribe\",\"emphasis_keyword\":\"k.DATA\" | /emphasis_keyword",
        "\"form_id\":\"F\"                                   | /form_id",
        "\"template-id\":\"T\"                               | /template-id",
        "\"access_token\":\"T\"                              | /access_token"})
    void aFaultIsTiedToItsPlace(String member, String pointer) throws Exception {
        Refused refused = catchThrowableOfType(Refused.class, () -> read(with(member.strip())));
        assertThat(refused).as(member).isNotNull();
        assertThat(refused.reason()).isEqualTo("invalid");
        assertThat(refused.faults()).extracting(Fault::pointer).containsExactly(pointer.strip());
    }

    @Test
    void aSubscribeMessageNeedsASubscriptionAndAlwaysSaysVersionAndLanguage() throws Exception {
        NewNotification subscribe = read(with("\"channel\":\"subscribe\""));
        assertThat(subscribe.channel()).isEqualTo(Channel.SUBSCRIBE);
        assertThat(subscribe.purse()).isEqualTo(Purse.of("o1", "T"));
        assertThat(subscribe.message()).isEqualTo("{\"page\":\"index\",\"miniprogram_state\":\"formal\",\"lang\":\"zh_CN\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}");
        assertThat(read(with("\"channel\":\"subscribe\",\"miniprogram_state\":\"trial\",\"lang\":\"zh_HK\"")).message())
                .contains("\"miniprogram_state\":\"trial\",\"lang\":\"zh_HK\"");
    }

    @Test
    void aLongTermTemplateNeedsNoCredit() throws Exception {
        assertThat(read("{\"touser\":\"o1\",\"template_id\":\"L\",\"data\":{},\"channel\":\"subscribe\"}").purse()).isNull();
        assertThat(read("{\"touser\":\"o1\",\"template_id\":\"L\",\"data\":{}}").purse()).as("a formId is always needed").isEqualTo("o1");
    }

    @Test
    void whoNamesNoChannelGetsThatOfTheApp() throws Exception {
        var good = StrictJson.read("{\"touser\":\"o1\",\"template_id\":\"T\",\"data\":{}}".getBytes(StandardCharsets.UTF_8));
        assertThat(READER.read("wx", good, NOW, Lane.NORMAL).channel()).isEqualTo(Channel.TEMPLATE);
        assertThat(reader(Channel.SUBSCRIBE).read("wx", good, NOW, Lane.NORMAL).channel()).isEqualTo(Channel.SUBSCRIBE);
    }

    @Test
    void aPageOfNullIsNone() throws Exception {
        assertThat(read(with("\"page\":null")).message()).doesNotContain("page");
    }

    @Test
    void allFaultsAreToldAtOnceButNotWithoutEnd() {
        assertThat(catchThrowableOfType(Refused.class, () -> read("{}")).faults()).extracting(Fault::pointer)
                .containsExactly("/touser", "/template_id", "/data");
        StringBuilder many = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 1000; i++) {
            many.append(",\"x").append(i).append("\":1");
        }
        assertThat(catchThrowableOfType(Refused.class, () -> read(many + "}")).faults()).hasSize(20);
        String longName = "n".repeat(5000);
        assertThat(catchThrowableOfType(Refused.class, () -> read(with("\"" + longName + "\":1"))).faults()).extracting(Fault::pointer).containsExactly("");
    }

    @Test
    void whatWouldNotFitIsRefused() {
        for (String member : new String[] {"\"touser\":\"" + "o".repeat(129) + "\"", "\"page\":\"" + "p".repeat(1025) + "\"",
            "\"reference\":\"" + "r".repeat(257) + "\"", "\"data\":{\"k\":{\"value\":\"" + "v".repeat(4097) + "\"}}"}) {
            assertThat(catchThrowableOfType(Refused.class, () -> read(with(member))).faults()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"7", "null", "[]", "true", "'\"x\"'"})
    void onlyAnObjectIsANotification(String json) {
        assertThat(catchThrowableOfType(Refused.class, () -> read(json)).faults()).containsExactly(new Fault("", "must be an object"));
    }
}
