package io.minipush.hands;

/** Hears of each end by hand, as the delivery's own ends are heard of elsewhere. */
public interface EndWitness {

    /** Inside the commit: what is written here stands if, and only if, the end does. */
    void inCommit(EndedByHand end);

    /** After the commit; must not throw. */
    void afterCommit(EndedByHand end);
}
