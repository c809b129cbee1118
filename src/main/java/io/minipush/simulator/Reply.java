package io.minipush.simulator;

/**
 * What the platform has decided.
 *
 * @param accepted the message that this request has sent, null if it has sent none
 * @param over     to be called when the client has its answer, or when a fault has made sure that it never will
 */
record Reply(Answer answer, MessageLog.Entry accepted, Runnable over) {
    private static final Runnable NOTHING = () -> { };

    Reply(Answer answer, MessageLog.Entry accepted) {
        this(answer, accepted, NOTHING);
    }

    static Reply of(Answer answer) {
        return new Reply(answer, null);
    }
}
