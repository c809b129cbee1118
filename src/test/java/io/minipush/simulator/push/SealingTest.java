package io.minipush.simulator.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the examples of the platform's own documentation. */
class SealingTest {
    private static final String TOKEN = "AAAAA";
    private static final String KEY = "A".repeat(43);
    private static final String APPID = "wxba5fad812f8e6fb9";
    private static final String ENCRYPTED = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6Js"
            + "XUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P"
            + "50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";
    private static final String PLAIN = "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\",\"CreateTime\":1714112445,"
            + "\"MsgType\":\"event\",\"Event\":\"debug_demo\",\"debug_str\":\"hello world\"}";

    @Test
    void theSignaturesAreThoseOfTheDocumentation() {
        assertThat(Sealing.signature(TOKEN, "1714036504", "1514711492")).isEqualTo("f464b24fc39322e44b38aa78f5edd27bd1441696");
        assertThat(Sealing.signature(TOKEN, "1714037059", "486452656")).isEqualTo("899cf89e464efb63f54ddac96b0a0a235f53aa78");
        assertThat(Sealing.signature(TOKEN, "1714112445", "415670741", ENCRYPTED)).isEqualTo("046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");
        assertThat(Sealing.signature(TOKEN, "1714112445", "415670741")).isEqualTo("6c5c811b55cc85e0e1b54100749188c20beb3f5d");
    }

    @Test
    void theEncryptedTextIsThatOfTheDocumentation() {
        byte[] random = Arrays.copyOf(Mailbox.decrypt(ENCRYPTED, KEY), 16);
        assertThat(Sealing.encrypt(PLAIN, APPID, KEY, random)).isEqualTo(ENCRYPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 11, 25, 26, 27, 41, 42, 43})
    void aTextOfAnyLengthIsPaddedTo32Bytes(int length) {
        String text = "x".repeat(length);
        String encrypted = Sealing.encrypt(text, "wxabcd", Mailbox.AES_KEY, new byte[16]);
        assertThat(Base64.getDecoder().decode(encrypted).length % 32).isZero();
        ByteBuffer plain = ByteBuffer.wrap(Mailbox.decrypt(encrypted, Mailbox.AES_KEY)).position(16);
        assertThat(plain.getInt()).isEqualTo(length);
        assertThat(StandardCharsets.UTF_8.decode(plain).toString()).isEqualTo(text + "wxabcd");
    }
}
