package io.minipush.simulator;

import java.util.HashSet;
import java.util.Set;

/** The accepted messages of one call and one app: how many, how many of them again, and when. */
final class Tally {
    private final Set<ContentKey> contents = new HashSet<>();
    private long accepted;
    private long sentTwice;
    private long sentInVain;
    private long firstAt;
    private long lastAt;

    synchronized void accepted(ContentKey content, long now) {
        accepted++;
        if (!contents.add(content)) {
            sentTwice++;
        }
        touch(now);
    }

    /** Accepted, but the user never sees it: the same message may well be sent again. */
    synchronized void acceptedInVain(long now) {
        accepted++;
        sentInVain++;
        touch(now);
    }

    private void touch(long now) {
        if (firstAt == 0) {
            firstAt = now;
        }
        lastAt = Math.max(lastAt, now);
    }

    synchronized void addTo(Sum sum) {
        sum.accepted += accepted;
        sum.sentTwice += sentTwice;
        sum.sentInVain += sentInVain;
        if (firstAt != 0) {
            sum.firstAt = Math.min(sum.firstAt, firstAt);
            sum.lastAt = Math.max(sum.lastAt, lastAt);
        }
    }

    /** Several tallies together. */
    static final class Sum {
        long accepted;
        long sentTwice;
        long sentInVain;
        long firstAt = Long.MAX_VALUE;
        long lastAt;
    }
}
