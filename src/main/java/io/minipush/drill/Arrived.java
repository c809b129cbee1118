package io.minipush.drill;

import io.minipush.simulator.Scoreboard;
import io.minipush.simulator.SimulatedPlatform;

/** How many messages the platform had accepted at some moment, by either call. */
record Arrived(long template, long subscribe) {

    static Arrived at(SimulatedPlatform platform) {
        Scoreboard scoreboard = platform.scoreboard(null);
        return new Arrived(scoreboard.messagesAccepted(), scoreboard.subscribe().messagesAccepted());
    }

    /** Whether it has accepted another one since. */
    boolean isPassedAt(SimulatedPlatform platform) {
        return !platform.messages(null, template + 1).isEmpty() || !platform.subscriptions().messages(null, subscribe + 1).isEmpty();
    }

    long sum() {
        return template + subscribe;
    }
}
