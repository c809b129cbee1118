import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Tells a user by JMS that an order has been sent. Runs as it stands, on the class path of an installed gateway:
 * <pre>java -Dfile.encoding=UTF-8 -cp '/opt/minipush-0.1.0/lib/*' Notify.java OPENID ORDER</pre>
 * In a project of your own: {@code org.apache.activemq:artemis-jakarta-client}. (Java 17 does not know by itself that this is UTF-8.)
 *
 * <p>MINIPUSH_APP_ID names the app; the other variables are what the gateway runs with.
 */
public class Notify {

    public static void main(String[] args) throws Exception {
        String openid = args[0];
        String order = args[1];
        String broker = "tcp://" + setting("MINIPUSH_JMS_HOST", "127.0.0.1") + ":" + setting("MINIPUSH_JMS_PORT", "61616");
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker);
                Connection connection = factory.createConnection(setting("MINIPUSH_JMS_USER", null), setting("MINIPUSH_JMS_PASSWORD", null));
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            TextMessage message = session.createTextMessage("""
                    {
                      "touser": "%s",
                      "template_id": "AT1633",
                      "page": "pages/order/index?id=%s",
                      "reference": "order-%s",
                      "data": {
                        "keyword1": {"value": "您的订单已发货 (your order has been sent)"},
                        "keyword2": {"value": "%s"}
                      }
                    }
                    """.formatted(openid, order, order, order));
            message.setStringProperty("app_id", setting("MINIPUSH_APP_ID", null));
            // Without it the message's id is the key, and a second send would be a second notification.
            message.setStringProperty("idempotency_key", "order-" + order + "-sent");
            // Messages are persistent unless one says otherwise: when this returns, the broker has it on its disk.
            session.createProducer(session.createQueue("minipush.notifications")).send(message);
            System.out.println(message.getJMSMessageID());
        }
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
