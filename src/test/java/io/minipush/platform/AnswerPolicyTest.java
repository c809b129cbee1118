package io.minipush.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerPolicyTest {

    private static final AnswerPolicy BUILT_IN = AnswerPolicyFile.builtIn(WeChat.TEMPLATE_POLICY, WeChat.TEMPLATE_CODES);

    private static AnswerPolicy mine(String text) {
        return AnswerPolicyFile.read(Setting.ANSWER_POLICY, "mine", text, WeChat.TEMPLATE_CODES);
    }

    private static String file() throws Exception {
        try (InputStream in = AnswerPolicyTest.class.getResourceAsStream(WeChat.TEMPLATE_POLICY)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every code that is known from the call's own documentation and from the global list. */
    @ParameterizedTest(name = "{0} is {1}: again {2}, credit {3}, app {4}, delay {5}")
    @CsvSource(nullValues = "-", value = {
        "0,     SENT,           true,  BACK, GOES_ON, PT0S",
        "-1,    BUSY,           true,  BACK, GOES_ON, PT0S",
        "41028, CREDIT_INVALID, true,  BACK, GOES_ON, PT0S",
        "41029, CREDIT_USED,    true,  BACK, GOES_ON, PT0S",
        "41031, CREDIT_BLOCKED, true,  BACK, GOES_ON, PT0S",
        "40001, TOKEN,          true,  BACK, GOES_ON, PT0S",
        "40014, TOKEN,          true,  BACK, GOES_ON, PT0S",
        "41001, TOKEN,          true,  BACK, GOES_ON, PT0S",
        "42001, TOKEN,          true,  BACK, GOES_ON, PT0S",
        "40003, CONTENT,        false, LAST, GOES_ON, PT0S",
        "40033, CONTENT,        false, LAST, GOES_ON, PT0S",
        "40037, CONTENT,        false, LAST, GOES_ON, PT0S",
        "41030, CONTENT,        false, LAST, GOES_ON, PT0S",
        "43002, CONTENT,        false, LAST, GOES_ON, PT0S",
        "43101, CONTENT,        false, LAST, GOES_ON, PT0S",
        "44002, CONTENT,        false, LAST, GOES_ON, PT0S",
        "45012, CONTENT,        false, LAST, GOES_ON, PT0S",
        "45013, CONTENT,        false, LAST, GOES_ON, PT0S",
        "45014, CONTENT,        false, LAST, GOES_ON, PT0S",
        "45168, CONTENT,        false, LAST, GOES_ON, PT0S",
        "47001, CONTENT,        false, LAST, GOES_ON, PT0S",
        "47002, CONTENT,        false, LAST, GOES_ON, PT0S",
        "47003, CONTENT,        false, LAST, GOES_ON, PT0S",
        "48011, CONTENT,        false, LAST, GOES_ON, PT0S",
        "43108, USER_RATE,      true,  BACK, GOES_ON, PT3S",
        "45011, MINUTE_LIMIT,   true,  BACK, RESTS,   PT1M",
        "45009, DAY_LIMIT,      true,  BACK, RESTS,   -",
        "40013, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "40125, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "40164, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "40243, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "41032, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "41034, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "41035, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "43104, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "43107, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "45102, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "45501, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "48001, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "48004, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "50004, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "50007, ACCOUNT,        true,  BACK, RESTS,   PT10M",
        "89501, ACCOUNT,        true,  BACK, RESTS,   PT5M",
        "89502, ACCOUNT,        true,  BACK, RESTS,   PT5M",
        "89503, ACCOUNT,        true,  BACK, RESTS,   PT5M",
        "89504, ACCOUNT,        true,  BACK, RESTS,   PT5M",
        "89505, ACCOUNT,        true,  BACK, RESTS,   PT5M",
        "89506, ACCOUNT,        true,  BACK, RESTS,   PT24H",
        "89507, ACCOUNT,        true,  BACK, RESTS,   PT1H",
        "45103, WITHDRAWN,      true,  BACK, LOSES_CHANNEL, PT0S",
        "45109, WITHDRAWN,      true,  BACK, LOSES_CHANNEL, PT0S",
        "46101, WITHDRAWN,      true,  BACK, LOSES_CHANNEL, PT0S",
        "12345, UNKNOWN,        false, LAST, GOES_ON, PT0S"})
    void everyCode(int code, AnswerClass meaning, boolean again, AnswerRule.Credit credit, AnswerRule.App app, String delay) {
        AnswerRule rule = BUILT_IN.rule(code);
        assertThat(rule.meaning()).isEqualTo(meaning);
        assertThat(rule.again()).isEqualTo(again);
        assertThat(rule.credit()).isEqualTo(credit);
        assertThat(rule.app()).isEqualTo(app);
        assertThat(rule.delay() == null ? null : rule.delay().toString()).isEqualTo(delay);
        assertThat(rule.says()).isNotBlank();
    }

    /** Of the call for subscribe messages: the same numbers, partly with another meaning. */
    @ParameterizedTest(name = "{0} is {1}: again {2}, credit {3}, app {4}, delay {5}")
    @CsvSource(nullValues = "-", value = {
        "0,     SENT,         true,  BACK, GOES_ON, PT0S",
        "-1,    BUSY,         true,  BACK, GOES_ON, PT0S",
        "43101, USER_REFUSED, true,  BACK, GOES_ON, PT0S",
        "40001, TOKEN,        true,  BACK, GOES_ON, PT0S",
        "40014, TOKEN,        true,  BACK, GOES_ON, PT0S",
        "42001, TOKEN,        true,  BACK, GOES_ON, PT0S",
        "40003, CONTENT,      false, LAST, GOES_ON, PT0S",
        "40037, CONTENT,      false, LAST, GOES_ON, PT0S",
        "41030, CONTENT,      false, LAST, GOES_ON, PT0S",
        "43102, CONTENT,      false, LAST, GOES_ON, PT0S",
        "45168, CONTENT,      false, LAST, GOES_ON, PT0S",
        "47001, CONTENT,      false, LAST, GOES_ON, PT0S",
        "47003, CONTENT,      false, LAST, GOES_ON, PT0S",
        "43108, USER_RATE,    true,  BACK, GOES_ON, PT3S",
        "45011, MINUTE_LIMIT, true,  BACK, RESTS,   PT1M",
        "45009, DAY_LIMIT,    true,  BACK, RESTS,   -",
        "43107, ACCOUNT,      true,  BACK, RESTS,   PT10M",
        "48001, ACCOUNT,      true,  BACK, RESTS,   PT10M",
        "45103, WITHDRAWN,    true,  BACK, LOSES_CHANNEL, PT0S",
        "45109, WITHDRAWN,    true,  BACK, LOSES_CHANNEL, PT0S",
        "46101, WITHDRAWN,    true,  BACK, LOSES_CHANNEL, PT0S",
        "41028, UNKNOWN,      false, LAST, GOES_ON, PT0S",
        "41029, UNKNOWN,      false, LAST, GOES_ON, PT0S",
        "20001, UNKNOWN,      false, LAST, GOES_ON, PT0S"})
    void codesOfSubscribeMessages(int code, AnswerClass meaning, boolean again, AnswerRule.Credit credit, AnswerRule.App app, String delay) {
        AnswerRule rule = AnswerPolicyFile.builtIn(WeChat.SUBSCRIBE_POLICY, WeChat.SUBSCRIBE_CODES).rule(code);
        assertThat(rule.meaning()).isEqualTo(meaning);
        assertThat(rule.again()).isEqualTo(again);
        assertThat(rule.credit()).isEqualTo(credit);
        assertThat(rule.app()).isEqualTo(app);
        assertThat(rule.delay() == null ? null : rule.delay().toString()).isEqualTo(delay);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "3248682510344192008   | 3248682510344192008",
        "\"3248682510344192008\" | 3248682510344192008",
        "9223372036854775807   | 9223372036854775807",
        "9223372036854775808   | -",
        "1.5                   | -",
        "1e3                   | -",
        "\"x\"                 | -",
        "null                  | -",
        "{}                    | -"})
    void theNumberOfAMessageIsReadExactlyOrNotAtAll(String told, Long kept) {
        assertThat(BUILT_IN.read(200, ("{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":" + told + "}").getBytes()).msgid()).isEqualTo(kept);
    }

    @Test
    void aWordForPeopleHasToFitWhereItIsKept() throws Exception {
        assertThatThrownBy(() -> mine(file().replaceFirst("the openid is wrong", "x".repeat(221)))).isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("more than 220 characters");
    }

    @Test
    void whoChangesTheFileChangesTheGateway() throws Exception {
        AnswerPolicy policy = mine(file()
                .replace("41030: {class: content,", "41030: {class: account, delay: 3h,")
                .replace("unknown:      {notification: failed, credit: last, app: goes on}", "unknown:      {notification: again, credit: dropped, app: goes on, delay: 7s}"));
        assertThat(policy.rule(41030).rests()).isTrue();
        assertThat(policy.rule(41030).delay()).hasHours(3);
        assertThat(policy.rule(12345).credit()).isEqualTo(AnswerRule.Credit.DROPPED);
        assertThat(policy.rule(12345).delay()).hasSeconds(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // what stands there   | what somebody writes                | what the start says
        "40003: {           | 41029: {                         | what 41029 means is code, not data",
        "40003: {           | forty: {                         | 'forty' is not an errcode",
        "40003: {           | 40037: {                         | '40037' stands here twice",
        "40003: {class: content | 40003: {class: contents      | there is no class 'contents'; there are content, user rate",
        "40003: {class: content | 40003: {clas: content        | 'clas' is unknown in 40003; there are class, delay, says",
        "delay: 3s             | delay: 3                           | '3' is not a delay",
        "delay: 3s             | delay: next quota day              | only an app that rests",
        "notification: failed, credit: last, app: goes on} | notification: dead, credit: last, app: goes on}  | 'notification' must be one of failed, again",
        "content:            | comtent:                         | there is no class 'comtent'",
        "withdrawn:          | content:                         | 'content' stands here twice",
        "codes:                | cods:                              | 'cods' is unknown in the file; there are classes, codes",
        "classes:              | classes: {                         | mine, line"})
    void aMistakeInTheFileStopsTheStartWithItsLine(String there, String instead, String says) throws Exception {
        String changed = file().replaceFirst(java.util.regex.Pattern.quote(there), instead);
        assertThat(changed).isNotEqualTo(file());
        assertThatThrownBy(() -> mine(changed)).isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("MINIPUSH_ANSWER_POLICY").hasMessageContaining("mine, line ").hasMessageContaining(says);
    }

    @Test
    void aFileThatIsMissingOrEmptyIsNamed() {
        assertThatThrownBy(() -> AnswerPolicyFile.read(Setting.ANSWER_POLICY, Path.of("nowhere.yaml"), Map.of())).hasMessageContaining("nowhere.yaml");
        assertThatThrownBy(() -> mine("# nothing")).hasMessageContaining("mine is empty");
        assertThatThrownBy(() -> mine("classes: {}")).hasMessageContaining("the class 'unknown' is missing");
    }
}
