import java.util.List;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.bean.WxMaTemplateData;
import cn.binarywang.wx.miniapp.bean.WxMaTemplateMessage;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.util.http.apache.ApacheHttpClientBuilder;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/**
 * A program of 2019 that sends template messages with WxJava 3.5.0, run as it stands: {@code java -cp 'wxjava-3.5.0/*' OldProgram.java
 * host port appid key openid formId…}. A formId of {@code -} stands for none. It prints an errcode for each message.
 *
 * <p>That version knows one host only, in constants. What points it at a gateway is the HTTP client that its configuration takes: its
 * requests go to the gateway whatever host they name. No class of WxJava is changed.
 */
public class OldProgram {

    public static void main(String[] arguments) throws Exception {
        WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
        config.setAppid(arguments[2]);
        config.setSecret(arguments[3]);
        config.setApacheHttpClientBuilder(new ToGateway(new HttpHost(arguments[0], Integer.parseInt(arguments[1]), "http")));
        WxMaService service = new WxMaServiceImpl();
        service.setWxMaConfig(config);
        for (String formId : List.of(arguments).subList(5, arguments.length)) {
            WxMaTemplateMessage.WxMaTemplateMessageBuilder message = WxMaTemplateMessage.builder().toUser(arguments[4]).templateId("T").page("index")
                    .data(List.of(new WxMaTemplateData("keyword1", "订单 1", "#173177")));
            if (!formId.equals("-")) {
                message.formId(formId);
            }
            try {
                service.getMsgService().sendTemplateMsg(message.build());
                System.out.println(0);
            } catch (WxErrorException e) {
                System.out.println(e.getError().getErrorCode());
            }
        }
        System.exit(0);
    }

    private static final class ToGateway implements ApacheHttpClientBuilder {

        private final HttpRoute gateway;

        ToGateway(HttpHost gateway) {
            this.gateway = new HttpRoute(gateway);
        }

        @Override
        public CloseableHttpClient build() {
            return HttpClients.custom().setRoutePlanner((target, request, context) -> gateway).build();
        }

        @Override
        public ApacheHttpClientBuilder httpProxyHost(String host) {
            return this;
        }

        @Override
        public ApacheHttpClientBuilder httpProxyPort(int port) {
            return this;
        }

        @Override
        public ApacheHttpClientBuilder httpProxyUsername(String user) {
            return this;
        }

        @Override
        public ApacheHttpClientBuilder httpProxyPassword(String password) {
            return this;
        }

        @Override
        public ApacheHttpClientBuilder sslConnectionSocketFactory(SSLConnectionSocketFactory factory) {
            return this;
        }
    }
}
