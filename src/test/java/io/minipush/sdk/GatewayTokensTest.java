package io.minipush.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import io.minipush.access.Key;
import io.minipush.access.Keys;
import io.minipush.access.Role;
import org.junit.jupiter.api.Test;

class GatewayTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = NOW.plusSeconds(7200);

    private static GatewayTokens tokens(String apiKey) {
        return new GatewayTokens(Keys.of(Optional.ofNullable(apiKey)));
    }

    private static Key key(String apiKey) {
        return Keys.of(Optional.of(apiKey)).find(apiKey).orElseThrow();
    }

    private static void assertRefused(GatewayTokens tokens, String token, Instant now, int errcode) {
        assertThatThrownBy(() -> tokens.read(token, now)).as(token).asInstanceOf(type(WeChatError.class))
                .extracting(WeChatError::errcode).isEqualTo(errcode);
    }

    @Test
    void itIsGoodForItsAppAndItsTimeOnEveryNodeThatHasTheKey() {
        String token = tokens("k").issue("wx1", key("k"), END);
        assertThat(tokens("k").read(token, END.minusSeconds(1)).appId()).isEqualTo("wx1");
        assertThat(tokens("k").read(token, NOW).key().name()).isEqualTo(key("k").name());
        assertRefused(tokens("k"), token, END, 42001);
    }

    @Test
    void itEndsWithItsKey() {
        String token = tokens("k").issue("wx1", key("k"), END);
        assertRefused(tokens("another"), token, NOW, 40001);
        assertRefused(tokens(null), token, NOW, 40001);
        String open = tokens(null).issue("wx1", Keys.ANYBODY, END);
        assertThat(tokens(null).read(open, NOW).key()).isEqualTo(Keys.ANYBODY);
        assertRefused(tokens("k"), open, NOW, 40001);
    }

    @Test
    void noBitOfItCanBeChanged() {
        String token = tokens("k").issue("wx1", key("k"), END);
        byte[] bytes = Base64.getUrlDecoder().decode(token.substring(GatewayTokens.PREFIX.length()));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(tokens("k"), GatewayTokens.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(changed), NOW, 40001);
        }
        for (int length = 0; length < token.length(); length++) {
            if (length >= GatewayTokens.PREFIX.length()) {
                assertRefused(tokens("k"), token.substring(0, length), NOW, 40001);
            }
        }
        assertRefused(tokens("k"), token + "A".repeat(600), NOW, 40001);
    }

    @Test
    void theLongestNamesFitIntoWhatAnSdkKeepsRoomFor() {
        String app = "w".repeat(64);
        String token = tokens("k").issue(app, key("k"), END);
        assertThat(token).hasSizeLessThanOrEqualTo(512).matches("[A-Za-z0-9_-]+");
        Key named = new Key("n".repeat(128), new byte[32], EnumSet.of(Role.SEND), Set.of(), false);
        assertThat(tokens("k").issue(app, named, END)).hasSizeLessThanOrEqualTo(512);
    }
}
