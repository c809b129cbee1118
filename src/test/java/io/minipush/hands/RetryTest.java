package io.minipush.hands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import io.minipush.credit.CreditKind;
import io.minipush.notification.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a retry means. Times are hours from now. */
class RetryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration MARGIN = Duration.ofHours(1);

    @ParameterizedTest(name = "{0} because of {1}, doubt {2}, its credit ends in {3} h")
    @CsvSource(nullValues = "-", value = {
        // state,    reason,              doubt, credit, keeps, burns; a credit whose repeat proves something
        "FAILED,     refused_by_platform, false, -,      false, false",
        "FAILED,     refused_by_platform, true,  100,    true,  false",
        "FAILED,     refused_by_platform, true,  -2,     true,  false",
        "FAILED,     no_credit,           false, -,      false, false",
        "EXPIRED,    expired,             false, -,      false, false",
        "UNCERTAIN,  expired_in_doubt,    true,  100,    true,  false",
        "UNCERTAIN,  expired_in_doubt,    true,  1,      false, true",
        "UNCERTAIN,  expired_in_doubt,    true,  -1,     false, true",
        "UNCERTAIN,  sender_died,         true,  100,    false, true",
        "UNCERTAIN,  used_by_us_or_others, true, 100,    false, true",
        "UNCERTAIN,  form_id_blocked,     true,  100,    false, true",
        "UNCERTAIN,  -,                   true,  -,      false, false",
    })
    void aCreditThatCanStillProveSomethingStaysAndEveryOtherIsBurnt(State state, String reason, boolean doubt, Integer creditEnds,
            boolean keeps, boolean burns) {
        Retry retry = Retry.of(stored(state, reason, doubt, creditEnds, 24), null, NOW, MARGIN, true);
        assertThat(retry.keepsCredit()).as("keeps").isEqualTo(keeps);
        assertThat(retry.burns()).as("burns").isEqualTo(burns);
    }

    @ParameterizedTest(name = "{0} because of {1}, its credit ends in {2} h")
    @CsvSource(nullValues = "-", value = {
        "FAILED,    refused_by_platform, 60000, true",
        "UNCERTAIN, expired_in_doubt,    60000, true",
        "UNCERTAIN, no_answer,           60000, true",
        "UNCERTAIN, sender_died,         -,     false",     // a long-term template needed none
    })
    void aSubscriptionProvesNothingAndIsBurnt(State state, String reason, Integer creditEnds, boolean burns) {
        Retry retry = Retry.of(stored(state, reason, true, creditEnds, 24), null, NOW, MARGIN, false);
        assertThat(retry.keepsCredit()).as("keeps").isFalse();
        assertThat(retry.burns()).as("burns").isEqualTo(burns);
    }

    @ParameterizedTest(name = "asked for {0}, it ended {1} -> {2}")
    @CsvSource(nullValues = "-", value = {"-, 24, 24", "-, 0, 168", "-, -5, 168", "3, 24, 3", "3, -5, 3"})
    void theNewEndIsTheOneAskedForOrTheOldOneOrAWeekAhead(Integer asked, int was, int becomes) {
        Retry retry = Retry.of(stored(State.FAILED, "refused_by_platform", false, null, was), asked == null ? null : in(asked), NOW, MARGIN, true);
        assertThat(retry.expiresAt()).isEqualTo(in(becomes));
    }

    @ParameterizedTest
    @EnumSource
    void aStateIsRetriedUnderWayOrOutOfReach(State state) {
        String expected = switch (state) {
            case FAILED, UNCERTAIN, EXPIRED -> "begins";
            case ACCEPTED, WAITING, SENDING -> "under way";
            case SENT, CANCELLED -> "neither";
        };
        assertThat(Retry.canBegin(state) ? "begins" : Retry.isUnderWay(state) ? "under way" : "neither").isEqualTo(expected);
    }

    @Test
    void aRefusalNamesTheStateAndNothingElse() {
        assertThat(WrongState.cannotRetry(State.SENT)).hasMessageContaining("sent");
        assertThat(WrongState.cannotCancel(State.ACCEPTED, true)).hasMessageContaining("may have reached the user");
    }

    private static Instant in(int hours) {
        return NOW.plus(Duration.ofHours(hours));
    }

    private static StoredNotification stored(State state, String reason, boolean doubt, Integer creditEnds, int ends) {
        return new StoredNotification("N", "wx", null, state, null, null, reason, NOW, in(ends), doubt, creditEnds != null, creditEnds == null ? null : CreditKind.FORM,
                creditEnds == null ? null : in(creditEnds));
    }
}
