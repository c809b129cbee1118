package io.minipush.simulator.push;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pushes of one app: where to, what was sent last, and the counts. */
final class AppPushes {
    private static final int KEPT = 100;
    final String appid;
    private final Deque<PushRequest> last = new ArrayDeque<>();
    private final Map<String, Long> events = new TreeMap<>();
    private final Map<String, Long> answers = new TreeMap<>();
    private Callback callback;
    private long requests;
    private long delivered;
    private long givenUp;
    private long pending;
    private long slowest;

    AppPushes(String appid, Callback callback) {
        this.appid = appid;
        this.callback = callback;
    }

    synchronized void callback(Callback to) {
        callback = to;
    }

    /** @return null if the app wants no events */
    synchronized Callback callback() {
        return callback;
    }

    synchronized void begins(EventKind kind) {
        events.merge(kind.wireName(), 1L, Long::sum);
        pending++;
    }

    synchronized void sends(PushRequest request) {
        requests++;
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(request);
    }

    synchronized void answered(PushAnswer answer, long millis) {
        answers.merge(answer.outcome(), 1L, Long::sum);
        if (answer.status() != 0) {
            slowest = Math.max(slowest, millis);
        }
    }

    synchronized void ends(boolean good) {
        pending--;
        if (good) {
            delivered++;
        } else {
            givenUp++;
        }
    }

    /** The last requests, the newest at the end. */
    synchronized List<PushRequest> last(int count) {
        List<PushRequest> all = new ArrayList<>(last);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    synchronized PushReport report() {
        return new PushReport(Map.copyOf(events), requests, Map.copyOf(answers), delivered, givenUp, pending, slowest);
    }
}
