package io.minipush.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.bean.WxMaSubscribeMessage;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real SDK repeats by itself. The front door's answers rest on it: what may have been stored must not be repeated. */
class WxJavaRepeatsTest {

    @ParameterizedTest(name = "HTTP {0} with {1}: {2} request(s)")
    @CsvSource(delimiter = '|', textBlock = """
            504 |                                            | 1
            200 | {"errcode":-1,"errmsg":"system error"}     | 3
            200 | {"errcode":43101,"errmsg":"user refuse"}   | 1
            200 | {"errcode":40001,"errmsg":"invalid"}       | 2
            """)
    void itRepeats(int status, String body, int requests) throws Exception {
        AtomicInteger sends = new AtomicInteger();
        HttpServer wechat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wechat.createContext("/cgi-bin/token", exchange -> {
            byte[] token = "{\"access_token\":\"t\",\"expires_in\":7200}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        wechat.createContext("/cgi-bin/message/subscribe/send", exchange -> {
            sends.incrementAndGet();
            byte[] answer = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        wechat.start();
        try {
            WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
            config.setAppid("wx0000000000000000");
            config.setSecret("k");
            config.setApiHostUrl("http://127.0.0.1:" + wechat.getAddress().getPort());
            WxMaService service = new WxMaServiceImpl();
            service.setWxMaConfig(config);
            service.setMaxRetryTimes(2);
            service.setRetrySleepMillis(1);
            assertThatThrownBy(() -> service.getSubscribeService().sendSubscribeMsg(WxMaSubscribeMessage.builder().toUser("o-1").templateId("T").build()));
            assertThat(sends.get()).isEqualTo(requests);
        } finally {
            wechat.stop(0);
        }
    }
}
