package io.minipush.platform;

/**
 * Whether the answer to a repeat with the same credit tells if the post before it arrived. It does if the platform takes a credit
 * once and says so afterwards.
 */
public enum Proof {
    /** The credit is good for one message, and "used" is an answer of its own. */
    ALWAYS,
    /** Only as long as no other use of the same id is open, which the platform might have counted instead. */
    WITHOUT_OTHER_USES,
    /** Each post may send one more message. */
    NEVER
}
