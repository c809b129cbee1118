package io.minipush.events;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.minipush.events.SeenEvents.Verdict;
import io.minipush.hands.EndWitness;
import io.minipush.intake.Collected;
import io.minipush.intake.Subscriptions;
import io.minipush.json.Fault;
import io.minipush.json.Refused;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/** The steps of {@code platform-events.camel.yaml}. Bound as {@code platformEvents}. */
public final class EventSteps {

    /**
     * What a batch came to in its commit.
     *
     * @param over     with their outcome: nothing more is to be done for them
     * @param answered what users answered: each is applied in a commit of its own
     */
    record Admitted(Map<WaitingEvent, String> over, List<WaitingEvent> answered) {
    }

    private static final Duration CUT = Duration.ofMillis(999);

    private final EventQueue queue;
    private final SeenEvents seen;
    private final PushResults results;
    private final EndWitness witness;

    EventSteps(EventQueue queue, SeenEvents seen, PushResults results, EndWitness witness) {
        this.queue = queue;
        this.seen = seen;
        this.results = results;
        this.witness = witness;
    }

    /** The events to begin with now. */
    public List<?> next() throws IOException {
        return queue.next();
    }

    /** In one commit: which of them are what they seem, and the results of pushes among them. */
    public Admitted admit(@Body List<WaitingEvent> events) {
        Map<WaitingEvent, String> over = new LinkedHashMap<>();
        List<WaitingEvent> answered = new ArrayList<>();
        Map<String, List<PushResult>> pushed = new TreeMap<>();
        List<Verdict> verdicts = seen.judge(events);
        for (int i = 0; i < events.size(); i++) {
            WaitingEvent event = events.get(i);
            if (verdicts.get(i) == Verdict.FORGED) {
                over.put(event, EventMetrics.FORGED);
            } else if (verdicts.get(i) == Verdict.DUPLICATE) {
                over.put(event, EventMetrics.DUPLICATE);
            } else if (event.event() instanceof PlatformEvent.Sent sent) {
                pushed.computeIfAbsent(event.appId(), app -> new ArrayList<>()).addAll(sent.results());
                over.put(event, EventMetrics.APPLIED);
            } else if (event.event() instanceof PlatformEvent.Answered one && !(one.accepted().isEmpty() && one.rejected().isEmpty())) {
                answered.add(event);
            } else {
                over.put(event, EventMetrics.IGNORED);
            }
        }
        pushed.forEach(results::apply);
        return new Admitted(over, answered);
    }

    /** After the commit of {@link #admit}: those that are over go away. */
    public List<?> answered(@Body Admitted admitted) throws IOException {
        for (Map.Entry<WaitingEvent, String> one : admitted.over().entrySet()) {
            queue.done(one.getKey(), one.getValue());
        }
        return admitted.answered();
    }

    /**
     * What {@code collect-subscriptions} takes. The event's key makes a second time harmless. Its time is cut to seconds, so the user may have
     * answered up to a second later: what he accepted must not look older than a refusal of the platform that came before.
     */
    public Subscriptions subscriptions(@Body WaitingEvent event) {
        PlatformEvent.Answered answered = (PlatformEvent.Answered) event.event();
        return new Subscriptions(event.appId(), answered.openid(), null, answered.accepted(), answered.rejected(), answered.key(event.appId()),
                answered.at().plus(CUT));
    }

    public void collected(@Variable("event") WaitingEvent event, @Body Collected collected) throws IOException {
        queue.done(event, collected.stored() == 0 && collected.duplicate() > 0 ? EventMetrics.DUPLICATE : EventMetrics.APPLIED);
    }

    /** The subscriptions were refused, and would be at every repeat. */
    public void refused(@Variable("event") WaitingEvent event, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Refused refused) throws IOException {
        queue.putAside(event, refused.reason() + " " + refused.faults().stream().map(Fault::detail).distinct().toList());
    }

    /** They stay, and are applied another time. */
    public void postpone(@Variable("events") List<WaitingEvent> events, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception fault) {
        queue.postpone(events, fault);
    }

    /** A scheduler that has got on runs again at once, else after its delay. */
    public void noteWork(boolean worked, Exchange exchange) {
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, worked);
    }

    /** In one commit: looks for the notifications of results that had none. */
    public PushResults.Looked look() {
        return results.look();
    }

    /** After the commit of {@link #look}: who hears of ends hears of these. */
    public void looked(@Body PushResults.Looked looked, Exchange exchange) {
        looked.ends().forEach(witness::afterCommit);
        noteWork(looked.more(), exchange);
    }
}
