package io.minipush.simulator.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventTextTest {

    @Test
    void oneEntryIsABareObjectInJson() {
        assertThat(EventText.write(popup(1), "gh_1", PushFormat.JSON)).isEqualTo("{\"ToUserName\":\"gh_1\",\"FromUserName\":\"o-1\","
                + "\"CreateTime\":\"1620973045\",\"MsgType\":\"event\",\"Event\":\"subscribe_msg_popup_event\","
                + "\"List\":{\"TemplateId\":\"t0\",\"SubscribeStatusString\":\"accept\",\"PopupScene\":\"0\"}}");
    }

    @Test
    void moreThanOneAreAnArray() {
        assertThat(EventText.write(popup(2), "gh_1", PushFormat.JSON)).contains("\"List\":[{\"TemplateId\":\"t0\"", "},{\"TemplateId\":\"t1\"");
    }

    @Test
    void theResultOfASendHasStringsAndATimeThatIsANumber() {
        assertThat(EventText.write(sent(), "gh_1", PushFormat.JSON)).contains("\"CreateTime\":1620973045,", "\"Event\":\"subscribe_msg_sent_event\"",
                "\"MsgID\":\"1864323726461255680\",\"ErrorCode\":\"0\",\"ErrorStatus\":\"success\"");
    }

    @Test
    void xmlHasAWrapperAroundTheEntries() {
        assertThat(EventText.write(popup(2), "gh_1", PushFormat.XML)).isEqualTo("""
                <xml>
                <ToUserName><![CDATA[gh_1]]></ToUserName>
                <FromUserName><![CDATA[o-1]]></FromUserName>
                <CreateTime>1620973045</CreateTime>
                <MsgType><![CDATA[event]]></MsgType>
                <Event><![CDATA[subscribe_msg_popup_event]]></Event>
                <SubscribeMsgPopupEvent>
                <List>
                <TemplateId><![CDATA[t0]]></TemplateId>
                <SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString>
                <PopupScene>0</PopupScene>
                </List>
                <List>
                <TemplateId><![CDATA[t1]]></TemplateId>
                <SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString>
                <PopupScene>0</PopupScene>
                </List>
                </SubscribeMsgPopupEvent>
                </xml>""");
        assertThat(EventText.write(sent(), "gh_1", PushFormat.XML)).contains("<SubscribeMsgSentEvent>\n<List>\n",
                "<MsgID>1864323726461255680</MsgID>\n<ErrorCode>0</ErrorCode>\n<ErrorStatus><![CDATA[success]]></ErrorStatus>\n");
    }

    private static Event popup(int templates) {
        return new Event(EventKind.POPUP, "o-1", 1620973045, IntStream.range(0, templates)
                .mapToObj(i -> ordered("TemplateId", "t" + i, "SubscribeStatusString", "accept", "PopupScene", "0")).toList());
    }

    private static Event sent() {
        return new Event(EventKind.SENT, "o-1", 1620973045,
                List.of(ordered("TemplateId", "t", "MsgID", "1864323726461255680", "ErrorCode", "0", "ErrorStatus", "success")));
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
