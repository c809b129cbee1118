package io.minipush.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyLimitsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "thing1 | 二十个字二十个字二十个字二十个字二十个字",
        "thing12 | 混合 mixed, 12 :)",
        "thing1 | 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "number1 | 339208499",
        "number1 | -12.5",
        "letter1 | abcXYZ",
        "symbol1 | ¥$%&!",
        "character_string1 | AB-12/34 #5",
        "time1 | 15:01",
        "time1 | 2019年10月1日 15:01",
        "time1 | 2019-10-01 15:01:30",
        "time1 | 15:01~16:30",
        "date1 | 2019年10月1日",
        "date1 | 2019-10-01",
        "date1 | 2019年10月1日 15:01",
        "date1 | 2019年10月1日~2019年10月7日",
        "amount1 | ¥12.50",
        "amount1 | 100元",
        "phone_number1 | +86-0766-66888866",
        "car_number1 | 粤A8Z888挂",
        "name1 | 十个字的名字就是这样",
        "name1 | Maximilian-Alexander",
        "phrase1 | 已发货",
        "short_thing1 | 没有人写下它的长度限制所以它可以是任意的长度都不会被拒绝",
        "whatever | anything"})
    void aValueWithinItsLimitsIsGood(String key, String value) {
        assertThatCode(() -> KeyLimits.check(key, value, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "thing1 | 二十个字二十个字二十个字二十个字二十个字多",
        "number1 | 12a",
        "number1 | 123456789012345678901234567890123",
        "letter1 | abc1",
        "symbol1 | $$$$$$",
        "symbol1 | a",
        "character_string1 | 汉字",
        "character_string1 | 123456789012345678901234567890123",
        "time1 | tomorrow",
        "time1 | 2019年10月1日",
        "date1 | 15:01",
        "amount1 | twelve",
        "amount1 | 12345678901",
        "phone_number1 | 123456789012345678",
        "car_number1 | 粤A8Z8888挂",
        "name1 | 十一个字的名字就是这样了",
        "name1 | Maximilian-Alexander-X",
        "name1 | 小王1",
        "phrase1 | 六个字太长了",
        "phrase1 | ok"})
    void aValueBeyondThemIsNamed(String key, String value) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> KeyLimits.check(key, value, null));
        assertThat(refusal).as(key + " " + value).isNotNull();
        assertThat(refusal.code).isEqualTo(47003);
        assertThat(refusal).hasMessage("argument invalid! data." + key + ".value invalid");
    }

    @Test
    void aLineBreakIsNeverGood() {
        assertThat(catchThrowableOfType(Refusal.class, () -> KeyLimits.check("whatever", "one\ntwo", null))).isNotNull();
    }

    @Test
    void onlyListedValuesAreGoodWhereTheTemplateListsThem() {
        assertThatCode(() -> KeyLimits.check("enum_string2", "客厅", List.of("客厅"))).doesNotThrowAnyException();
        assertThat(catchThrowableOfType(Refusal.class, () -> KeyLimits.check("enum_string2", "车库", List.of("客厅")))).isNotNull();
    }
}
