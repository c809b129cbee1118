package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.minipush.credit.CreditKind;
import io.minipush.credit.TiedCredit;
import io.minipush.dispatch.Decision.Circumstances;
import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.notification.OnUncertain;
import io.minipush.platform.AnswerPolicy;
import io.minipush.platform.AnswerPolicyFile;
import io.minipush.platform.Proof;
import io.minipush.platform.WeChat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table that decides what an answer means. Times in seconds from now. */
class DecisionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOUR = 3600;
    private static final AnswerPolicy SUBSCRIBE_POLICY = AnswerPolicyFile.builtIn(WeChat.SUBSCRIBE_POLICY, WeChat.SUBSCRIBE_CODES);
    private static final AnswerPolicy POLICY = AnswerPolicyFile.builtIn(WeChat.TEMPLATE_POLICY, WeChat.TEMPLATE_CODES);

    @ParameterizedTest(name = "{0} without doubt: {1}, credit {2}, due {3}, signal {4}")
    @CsvSource({
        // answer, state,   credit,    due, signal
        "0,        SENT,     USED,      -,  NONE",
        "41029,    ACCEPTED, REFUSED,   0,  FOREIGN_USE",
        "41028,    ACCEPTED, REFUSED,   0,  NONE",
        "41031,    ACCEPTED, REFUSED,   0,  NONE",
        "40037,    FAILED,   TRIED,     -,  NONE",
        "41030,    FAILED,   TRIED,     -,  NONE",
        "47003,    FAILED,   TRIED,     -,  NONE",
        "40003,    FAILED,   TRIED,     -,  NONE",
        "99999,    FAILED,   TRIED,     -,  NONE",
        "40001,    ACCEPTED, UNTOUCHED, 1,  NONE",
        "42001,    ACCEPTED, UNTOUCHED, 1,  NONE",
        "45011,    ACCEPTED, UNTOUCHED, 0,  REST",
        "45009,    ACCEPTED, UNTOUCHED, 0,  REST",
        "48004,    ACCEPTED, UNTOUCHED, 0,  REST",
        "45103,    ACCEPTED, UNTOUCHED, 0,  CHANNEL_GONE",
        "-1,       ACCEPTED, STAYS,     1,  NONE",
        "http 502, ACCEPTED, STAYS,     1,  NONE",
        "garbage,  ACCEPTED, STAYS,     1,  NONE",
        "cut,      ACCEPTED, STAYS,     1,  NONE",
        "died,     ACCEPTED, STAYS,     0,  NONE",
        "http 412, ACCEPTED, UNTOUCHED, 60, NONE",
        "refused,  ACCEPTED, UNTOUCHED, 1,  NONE",
        "released, ACCEPTED, UNTOUCHED, 0,  NONE",
    })
    void withoutDoubt(String ending, String state, String credit, String due, String signal) {
        Outcome outcome = Decision.of(form(false, 24 * HOUR), ending(ending), circumstances(false, false));

        assertThat(outcome.state()).hasToString(state);
        assertThat(outcome.credit()).hasToString(credit);
        assertThat(dueIn(outcome)).isEqualTo(due);
        assertThat(outcome.signal()).hasToString(signal);
        assertThat(outcome.doubt()).isEqualTo(credit.equals("STAYS"));
    }

    @ParameterizedTest(name = "{0} in doubt, credit lives {1} s: {2} ({3}), credit {4}")
    @CsvSource({
        // answer, lives, state,     evidence,       credit,  doubt
        "0,        86400, SENT,      answer,         USED,    false",
        "0,        60,    SENT,      answer,         USED,    false",
        "0,        -60,   SENT,      answer,         USED,    false",
        "41029,    86400, SENT,      inferred_41029, USED,    false",
        "41029,    60,    SENT,      inferred_41029, USED,    false",
        "41028,    86400, ACCEPTED,  -,              REFUSED, false",
        "41028,    3599,  UNCERTAIN, -,              STAYS,   true",
        "41028,    -60,   UNCERTAIN, -,              STAYS,   true",
        "41031,    86400, UNCERTAIN, -,              STAYS,   true",
        "41031,    60,    UNCERTAIN, -,              STAYS,   true",
        "40037,    86400, FAILED,    -,              STAYS,   true",
        "40003,    60,    FAILED,    -,              STAYS,   true",
        "99999,    86400, FAILED,    -,              STAYS,   true",
        "40001,    86400, ACCEPTED,  -,              STAYS,   true",
        "45011,    86400, ACCEPTED,  -,              STAYS,   true",
        "45009,    60,    ACCEPTED,  -,              STAYS,   true",
        "45009,    -60,   UNCERTAIN, -,              STAYS,   true",
        "48004,    86400, ACCEPTED,  -,              STAYS,   true",
        "-1,       86400, ACCEPTED,  -,              STAYS,   true",
        "-1,       60,    ACCEPTED,  -,              STAYS,   true",
        "-1,       -1,    UNCERTAIN, -,              STAYS,   true",
        "45103,    86400, ACCEPTED,  -,              STAYS,   true",
        "cut,      86400, ACCEPTED,  -,              STAYS,   true",
        "cut,      0,     UNCERTAIN, -,              STAYS,   true",
        "died,     86400, ACCEPTED,  -,              STAYS,   true",
        "refused,  86400, ACCEPTED,  -,              STAYS,   true",
        "released, 86400, ACCEPTED,  -,              STAYS,   true",
        "late,     86400, UNCERTAIN, -,              STAYS,   true",
    })
    void inDoubt(String ending, int lives, String state, String evidence, String credit, boolean doubt) {
        Outcome outcome = Decision.of(form(true, lives), ending(ending), circumstances(false, false));

        assertThat(outcome.state()).hasToString(state);
        assertThat(outcome.evidence()).isEqualTo(evidence.equals("-") ? null : evidence);
        assertThat(outcome.credit()).hasToString(credit);
        assertThat(outcome.doubt()).isEqualTo(doubt);
    }

    /** What a repeat would tell nothing about: a subscription, no credit at all, and a form of a platform that says so. */
    @ParameterizedTest(name = "{0}: {1}, credit {2}, due {3}, signal {4}")
    @CsvSource({
        // answer, state,    credit,         due, signal
        "0,        SENT,      USED,           -,  NONE",
        "-1,       ACCEPTED,  TRIED,          1,  NONE",
        "43101,    ACCEPTED,  PURSE_REFUSED,  0,  NONE",
        "40001,    ACCEPTED,  UNTOUCHED,      1,  NONE",
        "40003,    FAILED,    TRIED,          -,  NONE",
        "40037,    FAILED,    TRIED,          -,  NONE",
        "41030,    FAILED,    TRIED,          -,  NONE",
        "47003,    FAILED,    TRIED,          -,  NONE",
        "41029,    FAILED,    TRIED,          -,  NONE",     // no code of this call
        "43108,    ACCEPTED,  UNTOUCHED,      3,  NONE",
        "45011,    ACCEPTED,  UNTOUCHED,      0,  REST",
        "45009,    ACCEPTED,  UNTOUCHED,      0,  REST",
        "43107,    ACCEPTED,  UNTOUCHED,      0,  REST",
        "45103,    ACCEPTED,  UNTOUCHED,      0,  CHANNEL_GONE",
        "45109,    ACCEPTED,  UNTOUCHED,      0,  CHANNEL_GONE",
        "46101,    ACCEPTED,  UNTOUCHED,      0,  CHANNEL_GONE",
        "http 412, ACCEPTED,  UNTOUCHED,      60, NONE",
        "refused,  ACCEPTED,  UNTOUCHED,      1,  NONE",
        "released, ACCEPTED,  UNTOUCHED,      0,  NONE",
        "http 502, UNCERTAIN, STAYS,          -,  NONE",
        "garbage,  UNCERTAIN, STAYS,          -,  NONE",
        "cut,      UNCERTAIN, STAYS,          -,  NONE",
        "died,     UNCERTAIN, STAYS,          -,  NONE"})
    void whereARepeatProvesNothingADoubtIsUncertainAtOnce(String ending, String state, String credit, String due, String signal) {
        for (CreditKind kind : new CreditKind[] {CreditKind.SUBSCRIPTION, CreditKind.FORM, null}) {
            Outcome outcome = Decision.of(subscribe(kind, null), subscribeEnding(ending), circumstances(Proof.NEVER));

            assertThat(outcome.state()).as("with " + kind).hasToString(state);
            assertThat(outcome.credit()).as("with " + kind).hasToString(credit);
            assertThat(dueIn(outcome)).as("with " + kind).isEqualTo(due);
            assertThat(outcome.signal()).as("with " + kind).hasToString(signal);
            assertThat(outcome.doubt()).as("with " + kind).isEqualTo(state.equals("UNCERTAIN"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "died", "http 502"})
    void whereARepeatProvesNothingWhoWouldRatherHaveItTwiceGetsItAgain(String ending) {
        for (CreditKind kind : new CreditKind[] {CreditKind.SUBSCRIPTION, null}) {
            Outcome outcome = Decision.of(subscribe(kind, OnUncertain.RESEND), subscribeEnding(ending), circumstances(Proof.NEVER));

            assertThat(outcome.state()).hasToString("ACCEPTED");
            assertThat(outcome.credit()).hasToString("REFUSED");
            assertThat(outcome.doubt()).isFalse();
            assertThat(dueIn(outcome)).isEqualTo("1");
        }
    }

    @Test
    void aUserWhoKeepsRefusingIsNotAskedWithoutEnd() {
        ClaimedNotification refused = new ClaimedNotification("N", "wx", null, "o1", "T", Channel.SUBSCRIBE, "p", "{}", Lane.NORMAL, null, 4, 0, 4,
                NOW.plusSeconds(HOUR), false, NOW, 1, Optional.of(subscription()));

        assertThat(dueIn(Decision.of(refused, subscribeEnding("43101"), circumstances(Proof.NEVER)))).isEqualTo("60");
    }

    @Test
    void theNumberOfTheMessageIsKeptToItsLastDigit() {
        Ending answered = new Ending.Answered(SUBSCRIBE_POLICY.read(200, "{\"errcode\":0,\"msgid\":3248682510344192008}".getBytes()));

        assertThat(Decision.of(subscribe(CreditKind.SUBSCRIPTION, null), answered, circumstances(Proof.NEVER)).msgid()).isEqualTo(3248682510344192008L);
    }

    @Test
    void usedInDoubtProvesNothingWhileOthersUseOurFormIds() {
        Outcome outcome = Decision.of(form(true, HOUR * 24), ending("41029"), circumstances(true, false));

        assertThat(outcome.state()).hasToString("UNCERTAIN");
        assertThat(outcome.credit()).hasToString("STAYS");
    }

    @Test
    void usedInDoubtProvesNothingForAFormIdThatCameBackFromAnEarlierAttempt() {
        ClaimedNotification freed = notification(true, 0, 0, new TiedCredit("f", 1, CreditKind.FORM, NOW.minusSeconds(HOUR), NOW.plusSeconds(24 * HOUR), true));

        assertThat(Decision.of(freed, ending("41029"), circumstances(false, false)).state()).hasToString("UNCERTAIN");
    }

    @ParameterizedTest(name = "prepay with other uses {0}, {1}: {2}, credit {3}")
    @CsvSource({
        "true,  cut,   UNCERTAIN, STAYS",
        "true,  died,  UNCERTAIN, STAYS",
        "true,  -1,    ACCEPTED,  TRIED",
        "false, cut,   ACCEPTED,  STAYS",
        "false, -1,    ACCEPTED,  STAYS",
    })
    void aPrepayIdWithOtherUsesProvesNothing(boolean otherUses, String ending, String state, String credit) {
        Outcome outcome = Decision.of(prepay(3600), ending(ending), circumstances(false, otherUses));

        assertThat(outcome.state()).hasToString(state);
        assertThat(outcome.credit()).hasToString(credit);
    }

    @Test
    void aPrepayIdThatIsRefusedInItsFirstMinuteIsTriedOnceMoreTenSecondsLater() {
        Outcome first = Decision.of(prepay(59), ending("41028"), circumstances(false, true));
        assertThat(first.credit()).hasToString("TRIED");
        assertThat(first.usableFrom()).isEqualTo(NOW.plusSeconds(10));

        Outcome older = Decision.of(prepay(61), ending("41028"), circumstances(false, true));
        assertThat(older.credit()).hasToString("REFUSED");
    }

    @Test
    void fiveRefusedFormIdsInARowPushTheNotificationOneMinuteOutAndNeverFailIt() {
        assertThat(dueIn(Decision.of(notification(false, 0, 3, credit()), ending("41028"), circumstances(false, false)))).isEqualTo("0");
        assertThat(dueIn(Decision.of(notification(false, 0, 4, credit()), ending("41028"), circumstances(false, false)))).isEqualTo("60");
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,2", "2,4", "5,32", "6,60", "40,60"})
    void aDoubtIsRepeatedAfterOneTwoFourAndAtMostSixtySeconds(int setbacks, String seconds) {
        assertThat(dueIn(Decision.of(notification(true, setbacks, 0, credit()), ending("cut"), circumstances(false, false)))).isEqualTo(seconds);
    }

    @Test
    void whatNeverGotACreditEndsWithoutOne() {
        ClaimedNotification bare = notification(false, 0, 0, null);

        assertThat(Decision.of(bare, new Ending.PastItsEnd(), circumstances(false, false)).state()).hasToString("EXPIRED");
        assertThat(Decision.of(bare, new Ending.NoCredit(), circumstances(false, false)).state()).hasToString("FAILED");
        assertThat(Decision.of(bare, new Ending.SenderDied(), circumstances(false, false)).state()).hasToString("ACCEPTED");
    }

    /** Each of these would be uncertain. */
    @ParameterizedTest(name = "{0}, the notification says {1}, the app {2}: {3}, credit {4}, due {5}")
    @CsvSource({
        // ending, notification, app,    state,     credit,  due
        "41031,    -,            HOLD,   UNCERTAIN, STAYS,   -",
        "41031,    RESEND,       HOLD,   ACCEPTED,  REFUSED, 8",
        "41031,    -,            RESEND, ACCEPTED,  REFUSED, 8",
        "41031,    HOLD,         RESEND, UNCERTAIN, STAYS,   -",
        "late,     RESEND,       RESEND, UNCERTAIN, STAYS,   -",
        "cut,      RESEND,       HOLD,   ACCEPTED,  STAYS,   8"})    // can still be proved
    void whoWouldRatherHaveItTwiceThanNotAtAllGetsAnotherCredit(String ending, String own, String app, String state, String credit, String due) {
        ClaimedNotification doubtful = notification(true, 3, 0, credit(), own.equals("-") ? null : OnUncertain.valueOf(own));
        if (ending.equals("late")) {
            doubtful = new ClaimedNotification("N", "wx", null, "o1", "T", Channel.TEMPLATE, "o1", "{}", Lane.NORMAL, OnUncertain.RESEND, 0, 3, 0, NOW, true, NOW, 1, Optional.of(credit()));
        }

        Outcome outcome = Decision.of(doubtful, ending(ending), new Circumstances(NOW, Duration.ofHours(1), false, Proof.ALWAYS, false, OnUncertain.valueOf(app)));

        assertThat(outcome.state()).hasToString(state);
        assertThat(outcome.credit()).hasToString(credit);
        assertThat(outcome.doubt()).isEqualTo(credit.equals("STAYS"));
        assertThat(dueIn(outcome)).isEqualTo(due);
    }

    private static Ending ending(String name) {
        return switch (name) {
            case "cut" -> new Ending.Unanswered("cut");
            case "died" -> new Ending.SenderDied();
            case "refused" -> new Ending.NeverPosted("connection_refused");
            case "released" -> new Ending.Released();
            case "late" -> new Ending.PastItsEnd();
            case "garbage" -> new Ending.Answered(POLICY.read(200, "<html>".getBytes()));
            default -> new Ending.Answered(name.startsWith("http ")
                    ? POLICY.read(Integer.parseInt(name.substring(5)), new byte[0])
                    : POLICY.read(200, ("{\"errcode\":" + name + ",\"errmsg\":\"x rid: 1-2-3\"}").getBytes()));
        };
    }

    private static Ending subscribeEnding(String name) {
        return name.matches("-?\\d+") ? new Ending.Answered(SUBSCRIBE_POLICY.read(200, ("{\"errcode\":" + name + "}").getBytes())) : ending(name);
    }

    private static Circumstances circumstances(boolean foreignUse, boolean otherUses) {
        return new Circumstances(NOW, Duration.ofHours(1), foreignUse, Proof.WITHOUT_OTHER_USES, otherUses, OnUncertain.HOLD);
    }

    private static Circumstances circumstances(Proof proof) {
        return new Circumstances(NOW, Duration.ofHours(1), false, proof, false, OnUncertain.HOLD);
    }

    /** @param kind of its credit; null: a long-term template, which needs none */
    private static ClaimedNotification subscribe(CreditKind kind, OnUncertain onUncertain) {
        Optional<TiedCredit> credit = Optional.ofNullable(kind).map(one -> one == CreditKind.SUBSCRIPTION ? subscription() : credit());
        return new ClaimedNotification("N", "wx", null, "o1", "T", Channel.SUBSCRIBE, kind == null ? null : "p", "{}", Lane.NORMAL, onUncertain, 0, 0, 0,
                NOW.plusSeconds(48 * HOUR), false, NOW, 1, credit);
    }

    private static TiedCredit subscription() {
        return new TiedCredit("s", 1, CreditKind.SUBSCRIPTION, NOW.minusSeconds(HOUR), Instant.parse("9000-01-01T00:00:00Z"), false);
    }

    private static TiedCredit credit() {
        return new TiedCredit("f", 1, CreditKind.FORM, NOW.minusSeconds(HOUR), NOW.plusSeconds(24 * HOUR), false);
    }

    private static ClaimedNotification form(boolean doubt, int lives) {
        return notification(doubt, 0, 0, new TiedCredit("f", 1, CreditKind.FORM, NOW.minusSeconds(HOUR), NOW.plusSeconds(lives), false));
    }

    private static ClaimedNotification prepay(int age) {
        return notification(false, 0, 0, new TiedCredit("wx1", 1, CreditKind.PREPAY, NOW.minusSeconds(age), NOW.plusSeconds(24 * HOUR), false));
    }

    private static ClaimedNotification notification(boolean doubt, int setbacks, int refused, TiedCredit credit) {
        return notification(doubt, setbacks, refused, credit, null);
    }

    private static ClaimedNotification notification(boolean doubt, int setbacks, int refused, TiedCredit credit, OnUncertain onUncertain) {
        return new ClaimedNotification("N", "wx", null, "o1", "T", Channel.TEMPLATE, "o1", "{}", Lane.NORMAL, onUncertain, 0, setbacks, refused, NOW.plusSeconds(48 * HOUR), doubt, NOW, 1, Optional.ofNullable(credit));
    }

    private static String dueIn(Outcome outcome) {
        return outcome.dueAt() == null ? "-" : String.valueOf(Duration.between(NOW, outcome.dueAt()).toSeconds());
    }
}
