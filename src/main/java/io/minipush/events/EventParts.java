package io.minipush.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.hands.EndWitness;
import io.minipush.health.Readiness;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.apache.camel.CamelContext;

/** Binds what {@code platform-events.camel.yaml} refers to by name, and makes the folder of the events. */
public final class EventParts {

    private static final String FOLDER = "events";

    private EventParts() {
    }

    /**
     * Must be called before the routes are started.
     *
     * @param witness hears of each uncertain notification that an event settles
     * @return where events come in
     */
    public static EventInbox bind(CamelContext context, Settings settings, Statements statements, DatabaseClock clock, MeterRegistry meters,
            Readiness readiness, EndWitness witness) {
        EventMetrics metrics = new EventMetrics(meters);
        Spool spool = new Spool(settings.home().resolve(FOLDER));
        EventQueue queue = new EventQueue(spool, settings.apps().keySet(), clock, metrics);
        LostAnswers lostAnswers = new LostAnswers(statements, clock, settings.responseTimeout(), witness);
        context.getRegistry().bind("platformEvents", new EventSteps(queue, new SeenEvents(statements, clock),
                new PushResults(statements, clock, lostAnswers), witness));
        readiness.warn(queue::warning);
        meters.gauge("minipush.events.waiting", queue, EventQueue::waiting);
        return new EventInbox(settings.apps(), spool, clock, metrics);
    }
}
