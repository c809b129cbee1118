package io.minipush.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.minipush.events.PlatformEvent.Answered;
import io.minipush.events.PlatformEvent.Sent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final Instant AT = Instant.ofEpochSecond(1620973045);

    private static PlatformEvent read(String body) throws Unreadable {
        return EventReader.read(EventDocument.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String json(String event, String list) {
        return "{\"ToUserName\":\"gh_123456789abc\",\"FromUserName\":\"o7esq5OI\",\"CreateTime\":\"1620973045\",\"MsgType\":\"event\",\"Event\":\"" + event + "\",\"List\":" + list + "}";
    }

    private static String xml(String event, String inner) {
        return "<xml>\n<ToUserName><![CDATA[gh_123456789abc]]></ToUserName>\n<FromUserName><![CDATA[o7esq5OI]]></FromUserName>\n<CreateTime>1620973045</CreateTime>\n"
                + "<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[" + event + "]]></Event>\n" + inner + "\n</xml>";
    }

    private static String popup(String template, String status) {
        return "{\"TemplateId\":\"" + template + "\",\"SubscribeStatusString\":\"" + status + "\",\"PopupScene\":\"0\"}";
    }

    @Test
    void aListOfOneIsNoListInJson() throws Exception {
        Answered expected = new Answered(PlatformEvent.POPUP, "o7esq5OI", AT, List.of("T1"), List.of());
        assertThat(read(json("subscribe_msg_popup_event", popup("T1", "accept")))).isEqualTo(expected);
        assertThat(read(json("subscribe_msg_popup_event", "[" + popup("T1", "accept") + "]"))).isEqualTo(expected);
        assertThat(read(json("subscribe_msg_popup_event", popup("T1", "accept")).replace("\"1620973045\"", "1620973045"))).as("the time as a number").isEqualTo(expected);
    }

    @Test
    void eachAcceptCountsEachRejectCountsAndWhatThePlatformDidDoesNot() throws Exception {
        String list = String.join(",", popup("T1", "accept"), popup("T2", "reject"), popup("T1", "acceptWithAudio"), popup("T3", "ban"), popup("T4", "filter"),
                popup("T5", "somethingNew"), "{\"SubscribeStatusString\":\"accept\"}", "7");
        assertThat(read(json("subscribe_msg_popup_event", "[" + list + "]")))
                .isEqualTo(new Answered(PlatformEvent.POPUP, "o7esq5OI", AT, List.of("T1", "T1"), List.of("T2")));
    }

    @Test
    void xmlHasAWrapperThatJsonLacks() throws Exception {
        String two = "<SubscribeMsgPopupEvent><List><TemplateId><![CDATA[T1]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><PopupScene>0</PopupScene></List>"
                + "<!-- and --><List><TemplateId>T2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgPopupEvent>";
        Answered expected = new Answered(PlatformEvent.POPUP, "o7esq5OI", AT, List.of("T1"), List.of("T2"));
        assertThat(read(xml("subscribe_msg_popup_event", two))).isEqualTo(expected);
        assertThat(read(json("subscribe_msg_popup_event", "[" + popup("T1", "accept") + "," + popup("T2", "reject") + "]"))).isEqualTo(expected);
        String one = "<SubscribeMsgChangeEvent><List><TemplateId>T2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>";
        assertThat(read(xml("subscribe_msg_change_event", one))).isEqualTo(new Answered(PlatformEvent.CHANGE, "o7esq5OI", AT, List.of(), List.of("T2")));
    }

    @Test
    void numbersOfMessagesAreExact() throws Exception {
        String list = "{\"TemplateId\":\"T1\",\"MsgID\":\"1864323726461255680\",\"ErrorCode\":\"0\",\"ErrorStatus\":\"success\"}";
        Sent expected = new Sent("o7esq5OI", AT, List.of(new PushResult(1864323726461255680L, "o7esq5OI", "T1", "pushed", null, AT)));
        assertThat(read(json("subscribe_msg_sent_event", list))).isEqualTo(expected);
        assertThat(read(json("subscribe_msg_sent_event", list.replaceAll("\"(\\d+)\"", "$1")))).as("numbers as numbers").isEqualTo(expected);
        String xml = "<SubscribeMsgSentEvent><List><TemplateId><![CDATA[T1]]></TemplateId><MsgID>1864323726461255680</MsgID><ErrorCode>0</ErrorCode><ErrorStatus><![CDATA[success]]></ErrorStatus></List></SubscribeMsgSentEvent>";
        assertThat(read(xml("subscribe_msg_sent_event", xml))).isEqualTo(expected);
    }

    @Test
    void aFailedPushTellsWhyInOneShortLine() throws Exception {
        String list = "{\"TemplateId\":\"T1\",\"MsgID\":\"7\",\"ErrorCode\":\"1003\",\"ErrorStatus\":\"system\\nfailed %s\"}";
        assertThat(((Sent) read(json("subscribe_msg_sent_event", list.formatted("x".repeat(100))))).results()).singleElement().satisfies(result -> {
            assertThat(result.push()).isEqualTo("push_failed");
            assertThat(result.reason()).startsWith("systemfailed x").hasSize(64);
        });
        assertThat(((Sent) read(json("subscribe_msg_sent_event", list.replace("ErrorStatus", "Other")))).results().get(0).reason()).isEqualTo("errcode 1003");
        assertThat(((Sent) read(json("subscribe_msg_sent_event", list.replace("\"7\"", "\"99999999999999999999\"")))).results()).as("no number that there can be").isEmpty();
    }

    @Test
    void otherEventsAndMessagesAreNoneOfOurBusiness() throws Exception {
        assertThat(read(Vectors.PLAINTEXT)).isEqualTo(new PlatformEvent.Other());
        assertThat(read("<xml><MsgType>text</MsgType><Content>hello</Content></xml>")).isEqualTo(new PlatformEvent.Other());
        assertThat(read("{}")).isEqualTo(new PlatformEvent.Other());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[]", "7", "{\"a\":1", "{\"a\":1}{}", "{\"a\":1,\"a\":2}", "<xml>", "<xml></xml><xml/>", "<xml><a></xml>", "\u0000",
            "{\"Event\":\"subscribe_msg_popup_event\"}", "{\"Event\":\"subscribe_msg_sent_event\",\"FromUserName\":\"o1\",\"CreateTime\":\"soon\"}",
            "{\"Event\":\"subscribe_msg_sent_event\",\"FromUserName\":\"o 1\",\"CreateTime\":1}",
            "{\"Event\":\"subscribe_msg_sent_event\",\"FromUserName\":\"o1\",\"CreateTime\":99999999999999999999}"})
    void whatIsNoEventIsNotTakenForOne(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><xml><Event>&c;</Event></xml>",
            "<!DOCTYPE xml [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><xml><Event>&f;</Event></xml>",
            "<!DOCTYPE xml SYSTEM \"http://127.0.0.1:9/evil.dtd\"><xml><Event>x</Event></xml>",
            "<!DOCTYPE xml [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]><xml/>",
            "<!DOCTYPE xml><xml><Event>x</Event></xml>",
            "<xml><Event>&undeclared;</Event></xml>"})
    void aDocumentTypeIsRefusedAndSoIsWhatItCouldBringIn(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(Unreadable.class);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> read("<a>".repeat(10_000))).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> read("<a>".repeat(9) + "</a>".repeat(9))).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(10_000))).isInstanceOf(Unreadable.class);
    }

    @Test
    void onlyTheFiveEntitiesOfXmlItselfAreKnownAndNoDeclarationChoosesTheEncoding() throws Exception {
        String list = "<SubscribeMsgPopupEvent><List><TemplateId>T&lt;&amp;1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgPopupEvent>";
        Answered answered = (Answered) read("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + xml("subscribe_msg_popup_event", list));
        assertThat(answered.accepted()).containsExactly("T<&1");
    }

    @Test
    void anEventIsRememberedByAllThatItSays() throws Exception {
        String one = read(json("subscribe_msg_popup_event", "[" + popup("T1", "accept") + "," + popup("T2", "reject") + "]")).key("wx1");
        assertThat(read(json("subscribe_msg_popup_event", "[" + popup("T2", "reject") + "," + popup("T1", "accept") + "]")).key("wx1")).as("in another order").isEqualTo(one);
        assertThat(one).hasSize(43);
        List<String> others = List.of(
                read(json("subscribe_msg_popup_event", "[" + popup("T2", "accept") + "," + popup("T1", "reject") + "]")).key("wx1"),
                read(json("subscribe_msg_popup_event", "[" + popup("T1", "accept") + "," + popup("T1", "accept") + "," + popup("T2", "reject") + "]")).key("wx1"),
                read(json("subscribe_msg_popup_event", popup("T1", "accept"))).key("wx1"),
                read(json("subscribe_msg_change_event", popup("T1", "accept"))).key("wx1"),
                read(json("subscribe_msg_popup_event", popup("T1", "accept"))).key("wx2"),
                read(json("subscribe_msg_popup_event", popup("T1", "accept")).replace("1620973045", "1620973046")).key("wx1"),
                read(json("subscribe_msg_popup_event", popup("T1", "accept")).replace("o7esq5OI", "o7esq5OJ")).key("wx1"),
                read(json("subscribe_msg_sent_event", "{\"TemplateId\":\"T1\",\"MsgID\":\"7\",\"ErrorCode\":\"0\"}")).key("wx1"),
                read(json("subscribe_msg_sent_event", "{\"TemplateId\":\"T1\",\"MsgID\":\"8\",\"ErrorCode\":\"0\"}")).key("wx1"));
        assertThat(others).doesNotHaveDuplicates().doesNotContain(one);
    }
}
