package io.minipush.events;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import io.minipush.settings.EventKeys;

/** The worked examples of the platform's own documentation of its message push. */
final class Vectors {

    static final String TOKEN = "AAAAA";
    static final String AES_KEY = "A".repeat(43);
    static final String APP = "wxba5fad812f8e6fb9";

    static final EventKeys PLAIN = new EventKeys(TOKEN, Optional.empty());
    static final EventKeys SAFE = new EventKeys(TOKEN, Optional.of(AES_KEY));

    static final Map<String, String> ECHO = Map.of("signature", "f464b24fc39322e44b38aa78f5edd27bd1441696",
            "timestamp", "1714036504", "nonce", "1514711492", "echostr", "4375120948345356249");

    static final Map<String, String> PLAIN_QUERY = Map.of("signature", "899cf89e464efb63f54ddac96b0a0a235f53aa78",
            "timestamp", "1714037059", "nonce", "486452656");

    static final String ENCRYPTED = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZU"
            + "XQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOc"
            + "fBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";

    static final Map<String, String> SAFE_QUERY = Map.of("msg_signature", "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
            "signature", "6c5c811b55cc85e0e1b54100749188c20beb3f5d", "timestamp", "1714112445", "nonce", "415670741",
            "openid", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "encrypt_type", "aes");

    static final String PLAINTEXT = "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\",\"CreateTime\":1714112445,"
            + "\"MsgType\":\"event\",\"Event\":\"debug_demo\",\"debug_str\":\"hello world\"}";

    static final byte[] SAFE_BODY = ("{\"ToUserName\":\"gh_97417a04a28d\",\"Encrypt\":\"" + ENCRYPTED + "\"}").getBytes(StandardCharsets.UTF_8);

    private Vectors() {
    }
}
