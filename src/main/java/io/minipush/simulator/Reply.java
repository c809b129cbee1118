package io.minipush.simulator;

/**
 * What the platform has decided.
 *
 * @param accepted the message that this request has sent, null if it has sent none
 */
record Reply(Answer answer, MessageLog.Entry accepted) {
    static Reply of(Answer answer) {
        return new Reply(answer, null);
    }
}
