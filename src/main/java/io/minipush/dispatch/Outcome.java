package io.minipush.dispatch;

import java.time.Instant;

import io.minipush.notification.State;
import io.minipush.platform.AnswerRule;

/**
 * What is to be done about a notification and its credit.
 *
 * @param evidence for {@code sent}: {@code answer} or {@code inferred_41029}
 * @param dueAt    for {@code accepted}: when it may be claimed again
 * @param attempt  whether the try counts as one
 * @param doubt    whether the notification is in doubt from now on
 * @param setbacks tries in a row that came to nothing, this one included
 * @param refused  credits in a row that were refused, this one included
 * @param credit   what becomes of the tied credit
 * @param usableFrom for a credit that goes back: from when it may be reserved
 * @param signal   what this try says about the app
 * @param rule     for {@code REST}: why and how long
 */
public record Outcome(State state, String evidence, Integer errcode, String reason, Instant dueAt, boolean attempt, boolean doubt,
        int setbacks, int refused, CreditFate credit, Instant usableFrom, AppSignal signal, AnswerRule rule) {

    /** Without a word about a rest. */
    Outcome(State state, String evidence, Integer errcode, String reason, Instant dueAt, boolean attempt, boolean doubt,
            int setbacks, int refused, CreditFate credit, Instant usableFrom, AppSignal signal) {
        this(state, evidence, errcode, reason, dueAt, attempt, doubt, setbacks, refused, credit, usableFrom, signal, null);
    }

    /** The same, decided by a rule that may let the app rest. */
    Outcome because(AnswerRule decided) {
        return new Outcome(state, evidence, errcode, reason, dueAt, attempt, doubt, setbacks, refused, credit, usableFrom, signal, decided);
    }

    /** What becomes of a tied credit. */
    public enum CreditFate {
        /** It stays on the notification. */
        STAYS,
        /** Gone: a message was sent with it. */
        USED,
        /** Gone: the platform would not take it. */
        REFUSED,
        /** Back to the ledger as if nothing had happened. */
        UNTOUCHED,
        /** Back to the ledger, to be reserved last: an attempt was made with it. */
        TRIED
    }

    /** What a try says about the whole app. */
    public enum AppSignal {
        NONE,
        /** Somebody else uses the formIds that were given to the gateway. */
        FOREIGN_USE,
        /** The app has to rest, as the rule says: every message would be refused. */
        REST
    }
}
