package io.minipush.sdk;

import static io.minipush.web.RunningGateway.APP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.bean.WxMaSubscribeMessage;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a program sees that uses the real WxJava. */
class WxJavaIT {

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", WxJava.KEY);
        gateway.holdSender();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static WxMaSubscribeMessage message(String touser) {
        return WxMaSubscribeMessage.builder().toUser(touser).templateId("T").page("pages/order?id=1")
                .data(List.of(new WxMaSubscribeMessage.MsgData("thing1", "订单"))).build();
    }

    @Test
    void itGetsATokenByBothCallsAndSends() throws Exception {
        for (boolean stable : new boolean[] {false, true}) {
            WxMaService wxJava = WxJava.at(gateway, stable);
            String token = wxJava.getAccessToken();
            assertThat(token).startsWith("minipush_");
            assertThat(wxJava.getAccessToken()).as("it is kept").isEqualTo(token);
            String touser = stable ? "o-stable" : "o-classic";
            wxJava.getSubscribeService().sendSubscribeMsg(message(touser));
            assertThat(gateway.query("SELECT message FROM notification WHERE touser = '" + touser + "'")).isEqualTo(
                    "{\"page\":\"pages/order?id=1\",\"miniprogram_state\":\"formal\",\"lang\":\"zh_CN\",\"data\":{\"thing1\":{\"value\":\"订单\"}}}");
        }
    }

    @Test
    void itGetsAnotherTokenByItselfWhenItsOwnIsNoLongerGood() throws Exception {
        WxMaService wxJava = WxJava.at(gateway, false);
        wxJava.getWxMaConfig().updateAccessToken("minipush_from-before-the-key-was-changed", 7200);
        wxJava.getSubscribeService().sendSubscribeMsg(message("o-renewed"));
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-renewed'")).isEqualTo(1);
    }
}
