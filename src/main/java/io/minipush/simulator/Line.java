package io.minipush.simulator;

/** The connection on which one request waits for its answer. Exactly one of the two is called, or none if it hangs for ever. */
interface Line {
    /** @param lost called if the answer could not be written: the client has gone */
    void answer(Answer answer, Runnable lost);

    /** Closes the connection without a word. */
    void cut();
}
