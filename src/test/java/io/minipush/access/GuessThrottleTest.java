package io.minipush.access;

import static io.minipush.access.GuessThrottle.Door.API;
import static io.minipush.access.GuessThrottle.Door.CONSOLE;
import static io.minipush.access.GuessThrottle.Door.SDK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GuessThrottleTest {

    private static final String SHORT = "hunter2-hunter2-hunter2-hunter2";
    private static final String LONG = "this-key-is-32-characters-long--";
    private static final String PROXY = "192.0.2.1";

    private final AtomicLong now = new AtomicLong(-5);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Keys keys = Keys.withFile(java.util.Optional.empty(), List.of(key("short", SHORT), key("long", LONG)));
    private final GuessThrottle throttle = new GuessThrottle(keys, meters, now::get);

    private static Key key(String name, String key) {
        return new Key(name, Keys.hash(key), Set.of(Role.SEND), Set.of(), false);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /** The name of the key, {@code wrong}, or the seconds to wait. */
    private String show(String key, String address, GuessThrottle.Door door) {
        try {
            return throttle.find(key, address, door).map(Key::name).orElse("wrong");
        } catch (GuessThrottle.TooManyGuesses e) {
            return Integer.toString(e.retryAfterSeconds());
        }
    }

    private void guess(int times, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(show("guess " + i, address, API)).isEqualTo("wrong");
        }
    }

    private double refused(String outcome) {
        return meters.get("minipush.keys.refused").tag("outcome", outcome).counters().stream().mapToDouble(counter -> counter.count()).sum();
    }

    @ParameterizedTest
    @EnumSource
    void afterTooManyWrongOnesNothingIsToldForAMinute(GuessThrottle.Door door) {
        guess(GuessThrottle.MOST_WRONG - 1, PROXY);
        pass(Duration.ofSeconds(59));
        guess(1, PROXY);
        assertThat(show("another", PROXY, door)).isEqualTo("60");
        assertThat(show(SHORT, PROXY, door)).as("a right one that could be a guess").isEqualTo("60");
        pass(Duration.ofSeconds(59));
        assertThat(show(SHORT, PROXY, door)).isEqualTo("1");
        pass(Duration.ofSeconds(1));
        assertThat(show(SHORT, PROXY, door)).isEqualTo("short");
        assertThat(refused("wrong")).isEqualTo(GuessThrottle.MOST_WRONG);
        assertThat(refused("paused")).isEqualTo(3);
    }

    @Test
    void nobodyIsShutOutByTheGuessesOfOthers() {
        assertThat(show(SHORT, PROXY, SDK)).isEqualTo("short");
        guess(GuessThrottle.MOST_WRONG, PROXY);
        assertThat(show(LONG, PROXY, API)).as("never seen from there, and too long to be a guess").isEqualTo("long");
        assertThat(show(LONG, PROXY, CONSOLE)).isEqualTo("long");
        assertThat(show(SHORT, PROXY, API)).as("worked from there before").isEqualTo("short");
        assertThat(show(SHORT, PROXY, CONSOLE)).as("a person can wait").isEqualTo("60");
        assertThat(show(SHORT, "192.0.2.2", CONSOLE)).as("from elsewhere").isEqualTo("short");
    }

    @Test
    void whatWorkedAtTheConsoleIsNoProgram() {
        assertThat(show(SHORT, PROXY, CONSOLE)).isEqualTo("short");
        guess(GuessThrottle.MOST_WRONG, PROXY);
        assertThat(show(SHORT, PROXY, API)).isEqualTo("60");
    }

    @Test
    void fewWrongOnesAreForgottenAndAPauseIsNotProlonged() {
        guess(GuessThrottle.MOST_WRONG - 1, PROXY);
        pass(Duration.ofSeconds(61));
        guess(GuessThrottle.MOST_WRONG, PROXY);
        for (int i = 0; i < 60; i++) {
            assertThat(show("more", PROXY, API)).isEqualTo(Integer.toString(60 - i));
            pass(Duration.ofSeconds(1));
        }
        guess(GuessThrottle.MOST_WRONG, PROXY);
        assertThat(show("more", PROXY, API)).isEqualTo("60");
    }

    /** A crowd of addresses takes no more memory than it may, and drives no program out. */
    @Test
    void theMemoryIsBounded() {
        assertThat(show(SHORT, PROXY, API)).isEqualTo("short");
        guess(GuessThrottle.MOST_WRONG, PROXY);
        for (int i = 0; i < GuessThrottle.MOST_ADDRESSES; i++) {
            show("guess", "198.51.100." + i, API);
        }
        assertThat(show("more", PROXY, API)).as("the oldest is forgotten").isEqualTo("wrong");
        guess(GuessThrottle.MOST_WRONG - 1, PROXY);
        assertThat(show(SHORT, PROXY, API)).isEqualTo("short");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            192.0.2.1,                    192.0.2.1
            2001:db8:1:2:3:4:5:6,         2001:db8:1:2:0:0:0:0/64
            [2001:db8:1:2::1],            2001:db8:1:2:0:0:0:0/64
            fe80::1%eth0,                 fe80:0:0:0:0:0:0:0/64
            ::ffff:192.0.2.1,             192.0.2.1
            ::1,                          0:0:0:0:0:0:0:0/64
            -,                            null
            """)
    void ofIpv6TheNetworkCounts(String address, String network) {
        assertThat(GuessThrottle.network(address)).isEqualTo(network);
    }
}
