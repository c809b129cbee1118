package io.minipush.hands;

import io.minipush.notification.End;

/** Hears of each end by hand or by an event of the platform, as the delivery's own ends are heard of elsewhere. */
public interface EndWitness {

    /** Inside the commit: what is written here stands if, and only if, the end does. */
    void inCommit(End end);

    /** After the commit; must not throw. */
    void afterCommit(End end);
}
