package io.minipush.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenHealthTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "true,  2026-01-01T13:00:00Z, 2026-01-01T12:30:00Z, 0, FRESH,   all is well",
        "true,  2026-01-01T13:00:00Z, 2026-01-01T12:30:00Z, 1, STALE,   the next one could not be fetched early",
        "true,  2026-01-01T13:00:00Z, 2026-01-01T11:30:00Z, 0, STALE,   nobody has fetched the next one",
        "true,  2026-01-01T12:00:00Z, 2026-01-01T11:30:00Z, 0, FAILING, it is over",
        "false, 2026-01-01T13:00:00Z, 2026-01-01T12:30:00Z, 0, FAILING, the platform refused it",
        "false, ,                     2026-01-01T12:00:00Z, 0, FAILING, there was none yet"})
    void theHealthSaysWhetherOneCanSendAndForHowLong(boolean usable, Instant expiresAt, Instant refreshAt, int failures, TokenHealth expected, String because) {
        assertThat(TokenHealth.of(usable, expiresAt, refreshAt, failures, NOW)).as(because).isEqualTo(expected);
    }
}
