package io.minipush.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;

import io.minipush.notification.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of what SDKs send and what WeChat makes of it. {@code §} stands for a quotation mark. */
class SdkMessageReaderTest {

    private static SdkMessage read(String json, Channel channel) {
        return SdkMessageReader.read(json.replace('§', '"').getBytes(StandardCharsets.UTF_8), channel);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            §data§:{}                                                          | {§data§:{}}
            §page§:null                                                        | {§data§:{}}
            §data§:[]                                                          | {§data§:{}}
            §data§:null,§page§:§§,§form_id§:§§,§emphasis_keyword§:§§           | {§data§:{}}
            §page§:§index?a=b§,§data§:{}                                       | {§page§:§index?a=b§,§data§:{}}
            §data§:{§keyword1§:{§value§:§§}}                                   | {§data§:{§keyword1§:{§value§:§§}}}
            §data§:{§keyword1§:{§value§:§两 行\\n§,§color§:§#173177§}}         | {§data§:{§keyword1§:{§value§:§两 行\\n§}}}
            §data§:{},§emphasis_keyword§:§keyword1.DATA§,§color§:§§,§url§:{}   | {§data§:{},§emphasis_keyword§:§keyword1.DATA§}
            """)
    void aTemplateMessageIsReadLeniently(String rest, String message) {
        SdkMessage read = read("{§touser§:§o-1§,§template_id§:§T§," + rest + "}", Channel.TEMPLATE);
        assertThat(read.touser() + " " + read.templateId() + " " + read.formId()).isEqualTo("o-1 T null");
        assertThat(read.message().toString()).isEqualTo(message.replace('§', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            §data§:{}                                                          | {§miniprogram_state§:§formal§,§lang§:§zh_CN§,§data§:{}}
            §page§:§p§,§miniprogram_state§:§trial§,§lang§:§en_US§,§data§:{}    | {§page§:§p§,§miniprogram_state§:§trial§,§lang§:§en_US§,§data§:{}}
            §miniprogram_state§:§§,§lang§:null,§form_id§:§f§,§data§:{}         | {§miniprogram_state§:§formal§,§lang§:§zh_CN§,§data§:{}}
            """)
    void aSubscribeMessageGetsWeChatsDefaults(String rest, String message) {
        SdkMessage read = read("{§touser§:§o-1§,§template_id§:§T§," + rest + "}", Channel.SUBSCRIBE);
        assertThat(read.touser() + " " + read.templateId() + " " + read.formId()).isEqualTo("o-1 T null");
        assertThat(read.message().toString()).isEqualTo(message.replace('§', '"'));
    }

    @Test
    void aFormIdOfItsOwnIsKept() {
        assertThat(read("{§touser§:§o-1§,§template_id§:§T§,§form_id§:§f-1§}", Channel.TEMPLATE).formId()).isEqualTo("f-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                                                       | 47001 | data format error
            7                                                                       | 47001 | data format error
            {§touser§:§o§,§touser§:§p§}                                             | 47001 | data format error
            {§template_id§:§T§}                                                     | 40003 | invalid openid
            {§touser§:7,§template_id§:§T§}                                          | 40003 | invalid openid
            {§touser§:§o 1§,§template_id§:§T§}                                      | 40003 | invalid openid
            {§touser§:§§,§template_id§:§T§}                                         | 40003 | invalid openid
            {§touser§:§o§}                                                          | 40037 | invalid template_id
            {§touser§:§o§,§template_id§:§模板§}                                     | 40037 | invalid template_id
            {§touser§:§o§,§template_id§:§T§,§page§:{}}                              | 41030 | invalid page
            {§touser§:§o§,§template_id§:§T§,§page§:§a\\nb§}                         | 41030 | invalid page
            {§touser§:§o§,§template_id§:§T§,§data§:§x§}                             | 47003 | argument invalid! data invalid
            {§touser§:§o§,§template_id§:§T§,§data§:{§k1§:§v§}}                      | 47003 | argument invalid! data.k1.value invalid
            {§touser§:§o§,§template_id§:§T§,§data§:{§k1§:{}}}                       | 47003 | argument invalid! data.k1.value invalid
            {§touser§:§o§,§template_id§:§T§,§data§:{§k1§:{§value§:1}}}              | 47003 | argument invalid! data.k1.value invalid
            {§touser§:§o§,§template_id§:§T§,§data§:{§k1§:{§value§:§\\u0001§}}}      | 47003 | argument invalid! data.k1.value invalid
            {§touser§:§o§,§template_id§:§T§,§data§:{§<b>§:{§value§:§§}}}            | 47003 | argument invalid! data.?b?.value invalid
            {§touser§:§o§,§template_id§:§T§,§emphasis_keyword§:1}                   | 47003 | argument invalid! emphasis_keyword invalid
            {§touser§:§o§,§template_id§:§T§,§form_id§:7}                            | 41028 | invalid form id
            {§touser§:§o§,§template_id§:§T§,§form_id§:§a b§}                        | 41028 | invalid form id
            """)
    void whatIsWrongHasWeChatsNumber(String json, int errcode, String errmsg) {
        WeChatError error = catchThrowableOfType(WeChatError.class, () -> read(json, Channel.TEMPLATE));
        assertThat(error).as("it is taken").isNotNull();
        assertThat(error.errcode()).isEqualTo(errcode);
        assertThat(error.getMessage()).isEqualTo(errmsg);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            §lang§:§zh_CN§                              | argument invalid! data invalid
            §data§:{},§lang§:§de§                       | argument invalid! lang invalid
            §data§:{},§miniprogram_state§:1             | argument invalid! miniprogram_state invalid
            §data§:{§thing1§:{§value§:§ §}}             | argument invalid! data.thing1.value is emtpy
            """)
    void aSubscribeMessageWantsMore(String rest, String errmsg) {
        WeChatError error = catchThrowableOfType(WeChatError.class, () -> read("{§touser§:§o-1§,§template_id§:§T§," + rest + "}", Channel.SUBSCRIBE));
        assertThat(error).as("it is taken").isNotNull();
        assertThat(error.errcode()).isEqualTo(47003);
        assertThat(error.getMessage()).isEqualTo(errmsg);
    }

    @Test
    void anEmptyBodyHasANumberOfItsOwn() {
        assertThat(catchThrowableOfType(WeChatError.class, () -> read("", Channel.TEMPLATE)).errcode()).isEqualTo(44002);
        WeChatError utf16 = catchThrowableOfType(WeChatError.class, () -> SdkMessageReader.read("{}".getBytes(StandardCharsets.UTF_16), Channel.TEMPLATE));
        assertThat(utf16.errcode()).isEqualTo(47001);
    }
}
