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
 * @param rule     for {@code REST} and {@code CHANNEL_GONE}: why and how long
 * @param msgid    for {@code sent}: the platform's own number of the message, or null
 */
public record Outcome(State state, String evidence, Integer errcode, String reason, Instant dueAt, boolean attempt, boolean doubt,
        int setbacks, int refused, CreditFate credit, Instant usableFrom, AppSignal signal, AnswerRule rule, Long msgid) {

    /** Without a word about a rest. */
    Outcome(State state, String evidence, Integer errcode, String reason, Instant dueAt, boolean attempt, boolean doubt,
            int setbacks, int refused, CreditFate credit, Instant usableFrom, AppSignal signal) {
        this(state, evidence, errcode, reason, dueAt, attempt, doubt, setbacks, refused, credit, usableFrom, signal, null, null);
    }

    /** The same, decided by a rule that may let the app rest. */
    Outcome because(AnswerRule decided) {
        return new Outcome(state, evidence, errcode, reason, dueAt, attempt, doubt, setbacks, refused, credit, usableFrom, signal, decided, msgid);
    }

    /** The same, with the platform's number of the message. */
    Outcome numbered(Long number) {
        return new Outcome(state, evidence, errcode, reason, dueAt, attempt, doubt, setbacks, refused, credit, usableFrom, signal, rule, number);
    }

    /** What becomes of a tied credit; of none, where there is none. */
    public enum CreditFate {
        /** It stays on the notification. */
        STAYS,
        /** Gone: a message was sent with it. */
        USED,
        /** Gone: the platform would not take it. */
        REFUSED,
        /** Gone, and with it all of its purse that was there at the claim: the user wants none of it any more. */
        PURSE_REFUSED,
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
        REST,
        /** The platform no longer offers the call of this channel. */
        CHANNEL_GONE
    }
}
