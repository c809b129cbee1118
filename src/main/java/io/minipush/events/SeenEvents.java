package io.minipush.events;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.minipush.json.Digests;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;

/**
 * What is remembered of events that were dealt with: the signatures that could be put on another body, each with the body that it came
 * with first, and the results of pushes. What users answered is remembered with the subscriptions that it brought.
 */
final class SeenEvents {

    enum Verdict {
        NEW, DUPLICATE, FORGED
    }

    private final Statements statements;
    private final DatabaseClock clock;

    SeenEvents(Statements statements, DatabaseClock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /**
     * Judges events and remembers them, in the commit of its caller. What loses a race fails with a duplicate key, and is to be
     * repeated as a whole.
     *
     * @return a verdict for each
     */
    List<Verdict> judge(List<WaitingEvent> events) {
        Set<String> hashes = new HashSet<>();
        events.forEach(event -> hashes.addAll(new Traces(event).all()));
        if (hashes.isEmpty()) {
            return events.stream().map(event -> Verdict.NEW).toList();
        }
        Set<String> known = new HashSet<>();
        statements.rows("find-events-seen", Map.of("hashes", hashes)).forEach(row -> known.add((String) row.get("event_hash")));
        Map<String, String> fresh = new TreeMap<>();
        List<Verdict> verdicts = events.stream().map(event -> {
            Traces traces = new Traces(event);
            Verdict verdict = traces.verdict(known);
            if (verdict != Verdict.FORGED) {
                traces.all().stream().filter(known::add).forEach(hash -> fresh.put(hash, event.appId()));
            }
            return verdict;
        }).toList();
        statements.batch("insert-event-seen", fresh.entrySet().stream()
                .map(one -> Map.of("app", one.getValue(), "event_hash", one.getKey(), "now", clock.now())).toList());
        return verdicts;
    }

    /** What an event leaves behind, each in a name space of its own. */
    private static final class Traces {
        private final String signature;
        private final String signedBody;
        private final String event;

        Traces(WaitingEvent waiting) {
            SpooledEvent.Loose loose = waiting.spooled().loose().orElse(null);
            signature = loose == null ? null : Digests.ofAll(List.of("signature", waiting.appId(), loose.signature()));
            signedBody = loose == null ? null : Digests.ofAll(List.of("signed", waiting.appId(), loose.signature(), loose.body()));
            event = waiting.event() instanceof PlatformEvent.Sent sent ? sent.key(waiting.appId()) : null;
        }

        List<String> all() {
            return Stream.of(signature, signedBody, event).filter(Objects::nonNull).toList();
        }

        Verdict verdict(Set<String> known) {
            if (signature != null && known.contains(signature) && !known.contains(signedBody)) {
                return Verdict.FORGED;
            }
            return event != null && known.contains(event) ? Verdict.DUPLICATE : Verdict.NEW;
        }
    }
}
