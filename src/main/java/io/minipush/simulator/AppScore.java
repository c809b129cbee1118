package io.minipush.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What one app's client has done so far. Nothing in here decides anything. */
final class AppScore {
    private static final int REQUESTS_KEPT = 100;

    final Tally template = new Tally();
    final Tally subscribe = new Tally();
    private final Map<Api, Map<String, LongAdder>> requests = new ConcurrentHashMap<>();
    private final LongAdder formsIssued = new LongAdder();
    private final LongAdder tokenFetches = new LongAdder();
    private final Map<String, Breach> breaches = new TreeMap<>();
    private final Deque<SeenRequest> lastSends = new ArrayDeque<>();
    private int tokenCallsNow;
    private int tokenCallsMost;
    private long tokenCallsOverlapping;

    void request(Api api, String outcome) {
        requests.computeIfAbsent(api, a -> new ConcurrentHashMap<>()).computeIfAbsent(outcome, o -> new LongAdder()).increment();
    }

    void formIssued() {
        formsIssued.increment();
    }

    void tokenFetched() {
        tokenFetches.increment();
    }

    void breach(String kind, String example) {
        synchronized (breaches) {
            breaches.merge(kind, new Breach(kind, 1, example), (old, one) -> new Breach(kind, old.count() + 1, old.example()));
        }
    }

    synchronized void tokenCallBegins() {
        tokenCallsNow++;
        tokenCallsMost = Math.max(tokenCallsMost, tokenCallsNow);
        if (tokenCallsNow > 1) {
            tokenCallsOverlapping++;
        }
    }

    synchronized void tokenCallEnds() {
        tokenCallsNow--;
    }

    void saw(SeenRequest request) {
        synchronized (lastSends) {
            if (lastSends.size() == REQUESTS_KEPT) {
                lastSends.removeFirst();
            }
            lastSends.addLast(request);
        }
    }

    List<SeenRequest> lastSends() {
        synchronized (lastSends) {
            return new ArrayList<>(lastSends);
        }
    }

    void addTo(ScoreSum sum) {
        requests.forEach((api, outcomes) -> outcomes.forEach((outcome, count) -> sum.request(api, outcome, count.sum())));
        sum.issued += formsIssued.sum();
        sum.tokenFetches += tokenFetches.sum();
        synchronized (breaches) {
            breaches.values().forEach(sum::breach);
        }
        template.addTo(sum.template);
        subscribe.addTo(sum.subscribe);
        synchronized (this) {
            sum.mostTokenCalls = Math.max(sum.mostTokenCalls, tokenCallsMost);
            sum.overlappingTokenCalls += tokenCallsOverlapping;
        }
    }
}
