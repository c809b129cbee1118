package io.minipush.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import io.minipush.events.EventCheck.Genuine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCheckTest {

    private static final EventCheck PLAIN = new EventCheck(Vectors.PLAIN, Vectors.APP);
    private static final EventCheck SAFE = new EventCheck(Vectors.SAFE, Vectors.APP);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> with(Map<String, String> query, String name, String value) {
        Map<String, String> other = new HashMap<>(query);
        other.put(name, value);
        return other;
    }

    @Test
    void theDocumentedSignaturesAreTheOnesWeMake() {
        assertThat(Signature.of(Vectors.TOKEN, "1714036504", "1514711492")).isEqualTo(Vectors.ECHO.get("signature"));
        assertThat(Signature.of("486452656", "1714037059", Vectors.TOKEN)).as("in any order").isEqualTo(Vectors.PLAIN_QUERY.get("signature"));
        assertThat(Signature.of(Vectors.TOKEN, "1714112445", "415670741")).isEqualTo(Vectors.SAFE_QUERY.get("signature"));
        assertThat(Signature.of(Vectors.TOKEN, "1714112445", "415670741", Vectors.ENCRYPTED)).isEqualTo(Vectors.SAFE_QUERY.get("msg_signature"));
    }

    @Test
    void theDocumentedCheckIsEchoedToTheLetter() throws Exception {
        assertThat(PLAIN.echo(Vectors.ECHO)).isEqualTo("4375120948345356249");
        assertThat(SAFE.echo(Vectors.ECHO)).as("the check is the same in safe mode").isEqualTo("4375120948345356249");
    }

    @ParameterizedTest
    @CsvSource({"signature,F464B24FC39322E44B38AA78F5EDD27BD1441696", "signature,f464b24fc39322e44b38aa78f5edd27bd1441697", "signature,''", "timestamp,1714036505",
            "nonce,''"})
    void whatIsNotSignedByThePlatformIsNotEchoed(String name, String value) {
        assertThatThrownBy(() -> PLAIN.echo(with(Vectors.ECHO, name, value))).isInstanceOf(Forged.class);
        Map<String, String> without = new HashMap<>(Vectors.ECHO);
        without.remove(name);
        assertThatThrownBy(() -> PLAIN.echo(without)).isInstanceOf(Forged.class);
    }

    @Test
    void theDocumentedPlainEventIsTakenAndItsSignatureKnownToCoverNoBody() throws Exception {
        Genuine one = PLAIN.read(Vectors.PLAIN_QUERY, bytes(Vectors.PLAINTEXT));
        Genuine other = PLAIN.read(Vectors.PLAIN_QUERY, bytes(Vectors.PLAINTEXT.replace("hello", "hallo")));
        assertThat(one.document().path("Event").asText()).isEqualTo("debug_demo");
        assertThat(one.bound()).isFalse();
        assertThat(other.signature()).isEqualTo(one.signature());
        assertThat(other.body()).isNotEqualTo(one.body());
    }

    @Test
    void theDocumentedSafeEventIsOpened() throws Exception {
        assertThat(new String(new SafeMode(Vectors.AES_KEY, Vectors.APP).open(Vectors.ENCRYPTED), StandardCharsets.UTF_8)).isEqualTo(Vectors.PLAINTEXT);
        Genuine event = SAFE.read(Vectors.SAFE_QUERY, Vectors.SAFE_BODY);
        assertThat(event.document().path("debug_str").asText()).isEqualTo("hello world");
        assertThat(event.bound()).isTrue();
        byte[] xml = bytes("<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA[" + Vectors.ENCRYPTED + "]]></Encrypt></xml>");
        assertThat(SAFE.read(Vectors.SAFE_QUERY, xml).document()).isEqualTo(event.document());
    }

    @Test
    void besideAnEncryptedEventThePlainPartsCountForNothing() throws Exception {
        String both = new String(Vectors.SAFE_BODY, StandardCharsets.UTF_8).replace("}", ",\"Event\":\"subscribe_msg_popup_event\",\"FromUserName\":\"o-mallory\"}");
        assertThat(SAFE.read(Vectors.SAFE_QUERY, bytes(both)).document().path("Event").asText()).isEqualTo("debug_demo");
    }

    @Test
    void theSignatureForPlainEventsOpensNothingInSafeMode() {
        Map<String, String> query = with(Vectors.SAFE_QUERY, "msg_signature", Vectors.SAFE_QUERY.get("signature"));
        assertThatThrownBy(() -> SAFE.read(query, Vectors.SAFE_BODY)).isInstanceOf(Forged.class);
        assertThatThrownBy(() -> SAFE.read(Vectors.PLAIN_QUERY, bytes(Vectors.PLAINTEXT))).as("nobody may choose plain mode for us").isInstanceOf(Forged.class);
    }

    @Test
    void anEncryptedEventForAnAppWithoutTheKeyIsRefused() {
        assertThatThrownBy(() -> PLAIN.read(Vectors.SAFE_QUERY, Vectors.SAFE_BODY)).isInstanceOf(Forged.class).hasMessageContaining("EncodingAESKey");
    }

    @Test
    void anEventOfAnotherAppIsRefusedThoughKeyAndSignatureAreRight() {
        assertThatThrownBy(() -> new EventCheck(Vectors.SAFE, "wxba5fad812f8e6fb8").read(Vectors.SAFE_QUERY, Vectors.SAFE_BODY)).isInstanceOf(Forged.class);
    }

    @Test
    void everyTamperedCharacterOfTheEncryptedEventIsNoticed() {
        for (int i = 0; i < Vectors.ENCRYPTED.length(); i += 7) {
            String tampered = Vectors.ENCRYPTED.substring(0, i) + (Vectors.ENCRYPTED.charAt(i) == 'A' ? 'B' : 'A') + Vectors.ENCRYPTED.substring(i + 1);
            assertThatThrownBy(() -> SAFE.read(Vectors.SAFE_QUERY, bytes("{\"Encrypt\":\"" + tampered + "\"}"))).isInstanceOf(Forged.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64!", "+qdx1OKCy+5JPCBFWw70tg=="})
    void whatCannotBeOpenedIsRefusedAlsoIfItIsSigned(String encrypted) {
        assertThatThrownBy(() -> new SafeMode(Vectors.AES_KEY, Vectors.APP).open(encrypted)).isInstanceOf(Forged.class);
    }

    @Test
    void everyLengthOfPaddingIsRead() throws Exception {
        SafeMode safe = new SafeMode(Vectors.AES_KEY, Vectors.APP);
        for (int length : IntStream.range(0, 70).toArray()) {
            String message = "x".repeat(length);
            assertThat(safe.open(PlatformSender.encrypt(Vectors.AES_KEY, Vectors.APP, message))).asString(StandardCharsets.UTF_8).isEqualTo(message);
        }
    }
}
