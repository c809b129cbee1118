package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import io.minipush.access.Key;
import io.minipush.access.Keys;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final Keys keys = Keys.of(Optional.of("k"));
    private final Key key = keys.find("k").orElseThrow();
    private final Sessions sessions = new Sessions(keys, now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aTicketFindsItsKeyUntilItIsGivenBack() {
        String ticket = sessions.open(key);
        assertThat(sessions.open(key)).isNotEqualTo(ticket).hasSizeGreaterThan(40);
        assertThat(sessions.find(ticket)).contains(key);
        assertThat(sessions.find(ticket + "x")).isEmpty();
        sessions.close(ticket);
        assertThat(sessions.find(ticket)).isEmpty();
    }

    @Test
    void whoLooksAwayForAnHourOrIsThereForHalfADayLogsInAgain() {
        String idle = sessions.open(key);
        pass(Duration.ofMinutes(61));
        assertThat(sessions.find(idle)).isEmpty();
        String busy = sessions.open(key);
        for (int i = 0; i < 12; i++) {
            pass(Duration.ofMinutes(59));
            assertThat(sessions.find(busy)).isPresent();
        }
        pass(Duration.ofMinutes(59));
        assertThat(sessions.find(busy)).isEmpty();
    }

    @Test
    void aSessionEndsWithItsKeyAlsoWhenAnotherOneGetsItsName() {
        Key gone = new Key("gone", new byte[] {1}, key.roles(), key.apps(), false);
        assertThat(sessions.find(sessions.open(gone))).isEmpty();
        Key former = new Key(key.name(), new byte[] {1}, key.roles(), key.apps(), false);
        assertThat(sessions.find(sessions.open(former))).isEmpty();
    }

    @Test
    void sessionsDoNotPileUp() {
        String first = sessions.open(key);
        for (int i = 0; i < 1_000; i++) {
            sessions.open(key);
        }
        assertThat(sessions.find(first)).isEmpty();
    }
}
