package io.minipush.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTypeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "thing1             | 一二三四五六七八九十一二三四五六七八九十   |",
        "thing1             | 一二三四五六七八九十一二三四五六七八九十多 | is longer than 20 characters",
        "thing1             | 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀 |",
        "number01           | 12345678901234567890123456789012  |",
        "number01           | -12.50                            |",
        "number01           | 123456789012345678901234567890123 | is longer than 32 digits",
        "number01           | twelve                            | is not a number",
        "letter1            | abcDEF                            |",
        "letter1            | abc1                              | has other than letters",
        "letter1            | abcdefghijklmnopqrstuvwxyzabcdefg | is longer than 32 characters",
        "symbol1            | !?#%&                             |",
        "symbol1            | !?#%&/                            | is longer than 5 characters",
        "character_string12 | AB-2026/0001                      |",
        "character_string12 | 订单1                             | has other than digits, letters and symbols",
        "character_string12 | 123456789012345678901234567890123 | is longer than 32 characters",
        "time1              | 2019年10月1日 15:01~16:00         |",
        "date1              | 2019年10月1日                     |",
        "amount1            | ￥1234567890.55元                 |",
        "amount1            | $1,000.00                         |",
        "amount1            | 12345678901                       | is longer than 10 digits",
        "amount1            | much                              | is not an amount",
        "phone_number1      | +86-0766-66888866                 |",
        "phone_number1      | +86-0766-668888666                | is longer than 17 characters",
        "phone_number1      | call me                           | has letters",
        "car_number1        | 粤A8Z888挂                        |",
        "car_number1        | 粤A8Z8888挂                       | is longer than 8 characters",
        "name1              | 一二三四五六七八九十              |",
        "name1              | 一二三四五六七八九十一            | is longer than 10 characters, or twice as many if none is Chinese",
        "name1              | Abcdefghij Klmnopqrs              |",
        "name1              | Abcdefghij Klmnopqrstu            | is longer than 10 characters, or twice as many if none is Chinese",
        "phrase1            | 配送中                            |",
        "phrase1            | 一二三四五六                      | is longer than 5 characters",
        "phrase1            | ready                             | has other than Chinese characters",
        "enum1              | anything                          |",
        "enum_string2       | anything                          |",
        "short_thing3       | anything however long it may be, since no document says how long |",
        "remark             | anything                          |"})
    void theDocumentsTableIsKept(String key, String value, String complaint) {
        assertThat(KeyType.of(key).complaint(value)).isEqualTo(java.util.Optional.ofNullable(complaint));
    }

    @ParameterizedTest
    @CsvSource({"thing1,thing,20", "character_string12,character_string,32", "number01,number,32", "short_thing2,short_thing,", "enum_string2,enum_string,",
        "time1,time,", "remark,remark,", "thing,thing,20", "Thing1,Thing1,"})
    void aKeysNameSaysItsType(String key, String type, Integer limit) {
        TemplateKey one = new TemplateKey(key, java.util.List.of());
        assertThat(one.type()).isEqualTo(type);
        assertThat(one.limit().isPresent() ? one.limit().getAsInt() : null).isEqualTo(limit);
    }
}
