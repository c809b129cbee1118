package io.minipush.drill;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.minipush.simulator.Api;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.ReceivedMessage;
import io.minipush.simulator.Scoreboard;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.SubscriptionReport;

/**
 * What is known of the subscribe messages of a drill.
 *
 * @param purses        for each of them, by its marker, the user and the template, as {@link #purse} writes them
 * @param received      what the platform accepted, in its order
 * @param subscriptions what became of each user's acceptances on the platform
 * @param cut           how many posts met a fault that leaves open whether they arrived
 * @param orphaned      how many posts killed or frozen nodes can have had under way
 */
record Subscribing(Map<String, String> purses, List<ReceivedMessage> received, List<SubscriptionReport> subscriptions, long cut, long orphaned) {

    /** "Not sent, try again": the gateway takes the platform at its word. */
    private static final Set<String> NO_DOUBT = Set.of(FaultKind.BUSY.wireName());

    static final Subscribing NONE = new Subscribing(Map.of(), List.of(), List.of(), 0, 0);

    static Subscribing of(DrillPlan plan, Cast cast, SimulatedPlatform platform, String app) {
        Map<String, String> purses = new TreeMap<>();
        cast.messages().stream().filter(message -> message.kind().isSubscribe())
                .forEach(message -> purses.put(message.marker(), purse(message.openid(), message.kind().template)));
        return new Subscribing(purses, platform.subscriptions().messages(app, 1), platform.subscriptions().subscriptions(app),
                doubts(platform.scoreboard(app)), (long) plan.disturbances() * plan.inFlight());
    }

    private static long doubts(Scoreboard scoreboard) {
        Set<String> faults = java.util.Arrays.stream(FaultKind.values()).map(FaultKind::wireName).collect(Collectors.toSet());
        return scoreboard.requests().getOrDefault(Api.SUBSCRIBE_SEND.wireName(), Map.of()).entrySet().stream()
                .filter(one -> faults.contains(one.getKey()) && !NO_DOUBT.contains(one.getKey())).mapToLong(Map.Entry::getValue).sum();
    }

    /** As the table {@code credit} has it. */
    static String purse(String openid, String template) {
        return template + " " + openid;
    }

    long accepted() {
        return subscriptions.stream().mapToLong(SubscriptionReport::granted).sum();
    }

    long used() {
        return subscriptions.stream().mapToLong(SubscriptionReport::used).sum();
    }
}
