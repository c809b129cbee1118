package io.minipush.dispatch;

import static io.minipush.simulator.DefaultTemplates.ORDER;
import static io.minipush.simulator.DefaultTemplates.PICKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.minipush.credit.Purse;
import io.minipush.simulator.SimulatedEvents;
import io.minipush.simulator.push.Callback;
import io.minipush.simulator.push.Forgery;
import io.minipush.simulator.push.PushSettings;
import io.minipush.storage.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated platform pushes its events to a gateway. */
class PushedEventsIT {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String TOKEN = "AAAAA";
    private static final String AES_KEY = "notARealKeyNotARealKeyNotARealKeyNotARealKe";
    private static final String USER = "o-user";

    private static Rehearsal rehearse(boolean safe, boolean xml) throws Exception {
        Rehearsal rehearsal = Rehearsal.on(Dialect.H2, "MINIPUSH_API_KEY", "k", "MINIPUSH_EVENT_TOKEN", TOKEN, "MINIPUSH_EVENT_AES_KEY", safe ? AES_KEY : "");
        String url = rehearsal.node().api("/v1/apps/{appid}/events".replace("{appid}", Rehearsal.APP)).toString();
        Callback callback = safe ? Callback.safe(url, TOKEN, AES_KEY) : Callback.plain(url, TOKEN);
        events(rehearsal).settings(PushSettings.REAL.withRetryPause(Duration.ofMillis(200)).withDuplicateRate(1));
        events(rehearsal).callback(Rehearsal.APP, xml ? callback.inXml() : callback);
        return rehearsal;
    }

    private static SimulatedEvents events(Rehearsal rehearsal) {
        return rehearsal.platform().events();
    }

    private static void awaitCredits(Rehearsal rehearsal, String template, int count) {
        await().atMost(LONG).untilAsserted(() -> assertThat(credits(rehearsal, template)).isEqualTo(count));
    }

    private static long credits(Rehearsal rehearsal, String template) throws Exception {
        return rehearsal.node().count("SELECT count(*) FROM credit WHERE purse = '" + Purse.of(USER, template) + "'");
    }

    /** Until the platform has its answers, and nothing is on its way into the database. */
    private static void awaitQuiet(Rehearsal rehearsal) {
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(events(rehearsal).report(Rehearsal.APP).pending()).isZero();
            assertThat(rehearsal.node().getManagement("/metrics").body()).contains("minipush_events_waiting 0.0");
        });
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void whatAUserAnswersIsHeardOnceHoweverItIsWrittenAndWhoeverElseTellsIt(boolean safe, boolean xml) throws Exception {
        try (Rehearsal rehearsal = rehearse(safe, xml)) {
            assertThat(events(rehearsal).check(Rehearsal.APP).ok()).isTrue();
            for (int i = 0; i < 3; i++) {
                rehearsal.platform().subscriptions().request(Rehearsal.APP, USER, List.of(PICKUP, ORDER), List.of());
            }
            awaitCredits(rehearsal, PICKUP, 3);
            rehearsal.platform().subscriptions().switchOff(Rehearsal.APP, USER, ORDER);
            awaitCredits(rehearsal, ORDER, 0);
            awaitQuiet(rehearsal);

            assertThat(events(rehearsal).repeat(Rehearsal.APP, 100)).hasSize(8).allSatisfy(answer -> assertThat(answer.good()).as(answer.toString()).isTrue());
            for (Forgery how : Arrays.stream(Forgery.values()).filter(one -> safe || one == Forgery.WRONG_TOKEN || one == Forgery.UNSIGNED).toList()) {
                assertThat(events(rehearsal).forge(Rehearsal.APP, USER, PICKUP, how).status()).as(how.name()).isEqualTo(403);
            }
            awaitQuiet(rehearsal);
            assertThat(credits(rehearsal, PICKUP)).isEqualTo(3);
            assertThat(credits(rehearsal, ORDER)).isZero();
            assertThat(events(rehearsal).report(Rehearsal.APP).answers("success")).as("answered at once").isEqualTo(events(rehearsal).report(Rehearsal.APP).requests());
        }
    }
}
