package io.minipush.dispatch;

import java.time.Duration;
import java.time.Instant;

import io.minipush.credit.CreditKind;
import io.minipush.credit.TiedCredit;
import io.minipush.dispatch.Outcome.AppSignal;
import io.minipush.dispatch.Outcome.CreditFate;
import io.minipush.notification.OnUncertain;
import io.minipush.notification.State;
import io.minipush.platform.Answer;
import io.minipush.platform.AnswerRule;
import io.minipush.platform.Proof;

/**
 * Decides what the end of a try means. Pure: the table of its test is the specification.
 *
 * <p>The heart of it: a single-use formId is an idempotency key. As long as a try may have arrived, it is repeated with the
 * <em>same</em> formId; "used" (41029) on such a repeat then says that the first one did arrive. Where a repeat proves nothing (a
 * subscription, no credit at all, a prepay_id with other uses, another platform's credits) a real doubt is {@code uncertain} at once.
 */
public final class Decision {

    /**
     * What has to be known beside the notification.
     *
     * @param proof       whether a repeat with its kind of credit tells anything on its platform
     * @param onUncertain the app's choice where the notification has none
     */
    public record Circumstances(Instant now, Duration creditMargin, boolean recentForeignUse, Proof proof, boolean otherUsesLeft, OnUncertain onUncertain) {
    }

    private static final int REFUSED_IN_A_ROW = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    /** A prepay_id may be unknown to the platform for some seconds after the payment. */
    private static final Duration PREPAY_IS_YOUNG = Duration.ofSeconds(60);
    private static final Duration PREPAY_SECOND_TRY = Duration.ofSeconds(10);

    private final ClaimedNotification notification;
    private final TiedCredit credit;
    private final Circumstances circumstances;
    private final Instant now;

    private Decision(ClaimedNotification notification, Circumstances circumstances) {
        this.notification = notification;
        this.credit = notification.credit().orElse(null);
        this.circumstances = circumstances;
        this.now = circumstances.now();
    }

    public static Outcome of(ClaimedNotification notification, Ending ending, Circumstances circumstances) {
        return new Decision(notification, circumstances).decide(ending);
    }

    private Outcome decide(Ending ending) {
        if (ending instanceof Ending.PastItsEnd) {
            return notification.doubt() ? uncertain(null, "expired_in_doubt", false) : end(State.EXPIRED, null, "expired", CreditFate.UNTOUCHED);
        }
        if (ending instanceof Ending.NoCredit) {
            return end(State.FAILED, null, "no_credit", CreditFate.STAYS);
        }
        if (ending instanceof Ending.Released || !notification.isToBePosted(notification.claimedAt())) {
            return again(now, null, null, CreditFate.UNTOUCHED, AppSignal.NONE, false);
        }
        if (ending instanceof Ending.NeverPosted never) {
            return again(now.plus(pause()), null, never.reason(), CreditFate.UNTOUCHED, AppSignal.NONE, false);
        }
        if (ending instanceof Ending.SenderDied) {
            return inDoubt(null, "sender_died", now);
        }
        if (ending instanceof Ending.Unanswered unanswered) {
            return inDoubt(null, unanswered.reason(), now.plus(pause()));
        }
        return answered(((Ending.Answered) ending).answer());
    }

    private Outcome answered(Answer answer) {
        Integer code = answer.errcode();
        return switch (answer.meaning()) {
            case SENT -> sent("answer", code).numbered(answer.msgid());
            case CREDIT_USED -> used(code);
            case CREDIT_INVALID -> invalid(code);
            case CREDIT_BLOCKED -> notification.doubt() ? uncertain(code, "form_id_blocked", true) : nextCredit(code, "form_id_blocked", AppSignal.NONE);
            case USER_REFUSED -> notification.doubt() ? uncertain(code, "user_refused", true) : userRefused(code);
            case TOKEN -> again(now.plusSeconds(1), code, "token_refused", CreditFate.UNTOUCHED, AppSignal.NONE, false);
            case CONTENT, USER_RATE, MINUTE_LIMIT, DAY_LIMIT, ACCOUNT, WITHDRAWN, UNKNOWN -> byRule(answer.rule(), code);
            case HTTP_REFUSED -> again(now.plus(LONGEST_WAIT), code, "http_" + code, CreditFate.UNTOUCHED, AppSignal.NONE, false);
            case BUSY -> provable() ? inDoubt(code, "busy", now.plus(pause()))
                    : again(now.plus(pause()), code, "busy", CreditFate.TRIED, AppSignal.NONE, true);
            case NONE -> inDoubt(code, "no_answer", now.plus(pause()));
        };
    }

    /** What the policy file says; in doubt the credit stays all the same. */
    private Outcome byRule(AnswerRule rule, Integer code) {
        AppSignal signal = switch (rule.app()) {
            case GOES_ON -> AppSignal.NONE;
            case RESTS -> AppSignal.REST;
            case LOSES_CHANNEL -> AppSignal.CHANNEL_GONE;
        };
        CreditFate fate = switch (rule.credit()) {
            case BACK -> CreditFate.UNTOUCHED;
            case LAST -> CreditFate.TRIED;
            case DROPPED -> CreditFate.REFUSED;
        };
        Outcome outcome = rule.again()
                ? again(rule.rests() || rule.delay() == null ? now : now.plus(rule.delay()), code, rule.meaning().word().replace(' ', '_'), fate, signal, false)
                : new Outcome(State.FAILED, null, code, "refused_by_platform", null, true, notification.doubt(), 0, 0,
                        notification.doubt() ? CreditFate.STAYS : fate, now, signal);
        return outcome.because(rule);
    }

    private Outcome used(Integer code) {
        if (!notification.doubt()) {
            return nextCredit(code, "form_id_used", AppSignal.FOREIGN_USE);
        }
        if (!provable() || circumstances.recentForeignUse() || credit.freed()) {
            return uncertain(code, "used_by_us_or_others", true);
        }
        return sent("inferred_41029", code);
    }

    private Outcome invalid(Integer code) {
        if (!notification.doubt()) {
            return isYoungPrepay() ? secondTryForPrepay(code) : nextCredit(code, "form_id_invalid", AppSignal.NONE);
        }
        // Well inside its life a formId that had been taken would be "used": "invalid" says that it never was good, so that
        // nothing can have gone out with it. Later, it may just have expired.
        boolean wellInside = credit != null && now.isBefore(credit.expiresAt().minus(circumstances.creditMargin()));
        return wellInside ? nextCredit(code, "form_id_invalid", AppSignal.NONE) : uncertain(code, "form_id_expired_in_doubt", true);
    }

    private boolean isYoungPrepay() {
        return credit != null && credit.kind() == CreditKind.PREPAY && !credit.freed() && now.isBefore(credit.collectedAt().plus(PREPAY_IS_YOUNG));
    }

    private Outcome secondTryForPrepay(Integer code) {
        return new Outcome(State.ACCEPTED, null, code, "form_id_invalid", now, true, false, 0, notification.refused(), CreditFate.TRIED,
                now.plus(PREPAY_SECOND_TRY), AppSignal.NONE);
    }

    private Outcome sent(String evidence, Integer code) {
        return new Outcome(State.SENT, evidence, code, null, null, true, false, 0, 0, CreditFate.USED, null, AppSignal.NONE);
    }

    private Outcome nextCredit(Integer code, String reason, AppSignal signal) {
        return nextCredit(code, reason, CreditFate.REFUSED, signal);
    }

    /** The claim is to decide what follows: it alone knows whether a newer credit has come since. */
    private Outcome userRefused(Integer code) {
        return nextCredit(code, "user_refused", CreditFate.PURSE_REFUSED, AppSignal.NONE);
    }

    private Outcome nextCredit(Integer code, String reason, CreditFate fate, AppSignal signal) {
        int refused = notification.refused() + 1;
        boolean enough = refused >= REFUSED_IN_A_ROW;
        return new Outcome(State.ACCEPTED, null, code, reason, enough ? now.plus(LONGEST_WAIT) : now, true, false, 0, enough ? 0 : refused,
                fate, null, signal);
    }

    /** A repeat with the same credit settles the doubt, if it proves anything and the credit still lives. */
    private Outcome inDoubt(Integer code, String reason, Instant dueAt) {
        if (!provable() || isDead()) {
            return uncertain(code, reason, true);
        }
        return new Outcome(State.ACCEPTED, null, code, reason, dueAt, true, true, notification.setbacks() + 1, notification.refused(),
                CreditFate.STAYS, null, AppSignal.NONE);
    }

    /** Not an attempt, or one that surely did not arrive: due again, with a credit of its own only while in earlier doubt. */
    private Outcome again(Instant dueAt, Integer code, String reason, CreditFate fate, AppSignal signal, boolean attempt) {
        if (notification.doubt() && isDead()) {
            return uncertain(code, reason == null ? "expired_in_doubt" : reason, attempt);
        }
        boolean setback = reason != null;
        return new Outcome(State.ACCEPTED, null, code, reason, dueAt, attempt, notification.doubt(),
                setback ? notification.setbacks() + 1 : notification.setbacks(), notification.refused(),
                notification.doubt() ? CreditFate.STAYS : fate, now, signal);
    }

    /** Nothing can tell whether it arrived. Who rather has it twice than not at all gets another credit for it. */
    private Outcome uncertain(Integer code, String reason, boolean attempt) {
        OnUncertain choice = notification.onUncertain() == null ? circumstances.onUncertain() : notification.onUncertain();
        if (choice == OnUncertain.RESEND && notification.expiresAt().isAfter(now)) {
            return new Outcome(State.ACCEPTED, null, code, reason, now.plus(pause()), attempt, false, notification.setbacks() + 1, 0,
                    CreditFate.REFUSED, null, AppSignal.NONE);
        }
        return new Outcome(State.UNCERTAIN, null, code, reason, null, attempt, true, 0, 0, CreditFate.STAYS, null, AppSignal.NONE);
    }

    private Outcome end(State state, Integer code, String reason, CreditFate fate) {
        return new Outcome(state, null, code, reason, null, false, false, 0, 0, fate, now, AppSignal.NONE);
    }

    /** Whether "used" on a repeat would prove that the earlier try arrived. */
    private boolean provable() {
        return credit != null && switch (circumstances.proof()) {
            case ALWAYS -> true;
            case WITHOUT_OTHER_USES -> !circumstances.otherUsesLeft();
            case NEVER -> false;
        };
    }

    private boolean isDead() {
        return credit != null && !now.isBefore(credit.expiresAt());
    }

    /** 1, 2, 4 … 60 s. */
    private Duration pause() {
        return Duration.ofSeconds(Math.min(LONGEST_WAIT.toSeconds(), 1L << Math.min(notification.setbacks(), 6)));
    }
}
