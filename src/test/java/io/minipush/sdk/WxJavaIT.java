package io.minipush.sdk;

import static io.minipush.web.RunningGateway.APP;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.bean.WxMaSubscribeMessage;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real, unmodified WxJava, told nothing but another host and a key of the gateway in place of the secret. */
class WxJavaIT {

    private static final String KEY = "gateway-key-1";

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", KEY);
        gateway.holdSender();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static WxMaService wxJava(boolean stable) {
        WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
        config.setAppid(APP);
        config.setSecret(KEY);
        config.setApiHostUrl(gateway.api("").toString());
        config.useStableAccessToken(stable);
        WxMaService service = new WxMaServiceImpl();
        service.setWxMaConfig(config);
        return service;
    }

    private static WxMaSubscribeMessage message(String touser) {
        return WxMaSubscribeMessage.builder().toUser(touser).templateId("T").page("pages/order?id=1")
                .data(List.of(new WxMaSubscribeMessage.MsgData("thing1", "订单"))).build();
    }

    @Test
    void itGetsATokenByBothCallsAndSends() throws Exception {
        for (boolean stable : new boolean[] {false, true}) {
            WxMaService wxJava = wxJava(stable);
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
        WxMaService wxJava = wxJava(false);
        wxJava.getWxMaConfig().updateAccessToken("minipush_from-before-the-key-was-changed", 7200);
        wxJava.getSubscribeService().sendSubscribeMsg(message("o-renewed"));
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-renewed'")).isEqualTo(1);
    }

    @Test
    void itListsTheTemplates() throws Exception {
        gateway.update("DELETE FROM template_list");
        gateway.update("INSERT INTO template_list (app_id, listing) VALUES ('" + APP
                + "', '[{\"priTmplId\":\"T\",\"title\":\"t\",\"content\":\"{{thing1.DATA}}\",\"example\":\"e\",\"type\":2}]')");
        assertThat(wxJava(false).getSubscribeService().getTemplateList()).extracting("priTmplId").containsExactly("T");
    }

    @Test
    void theLastVersionWithTemplateMessagesSendsThemWithAndWithoutAFormId() throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dfile.encoding=UTF-8",
                "-cp", Path.of("target", "wxjava-3.5.0", "*").toString(), Path.of("src", "test", "wxjava-3.5.0", "OldProgram.java").toString(),
                "127.0.0.1", Integer.toString(gateway.gateway().apiPort()), APP, KEY, "o-old", "-", "f-old", "f-old", "the formId is a mock one"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines().filter(line -> line.matches("-?\\d+"))).as(said).containsExactly("0", "0", "41029", "41028");
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-old' AND form_id IS NULL")).isEqualTo(1);
        assertThat(gateway.query("SELECT message FROM notification WHERE touser = 'o-old' AND form_id = 'f-old'"))
                .isEqualTo("{\"page\":\"index\",\"data\":{\"keyword1\":{\"value\":\"订单 1\"}}}");
    }
}
