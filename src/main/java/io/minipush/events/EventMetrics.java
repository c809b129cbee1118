package io.minipush.events;

import io.micrometer.core.instrument.MeterRegistry;

/** {@code minipush_events_total{app,event,outcome}}: what became of the platform's events. */
final class EventMetrics {

    /** It is in the database. */
    static final String APPLIED = "applied";
    /** It says nothing that matters here. */
    static final String IGNORED = "ignored";
    /** It had been dealt with before. */
    static final String DUPLICATE = "duplicate";
    /** So old that it may be a replay of what is forgotten: dropped. */
    static final String OUTDATED = "outdated";
    /** Nothing shows that it came from the platform. */
    static final String FORGED = "forged";
    static final String UNREADABLE = "unreadable";
    /** The disk did not take it: the platform has to repeat it. */
    static final String NOT_KEPT = "not_kept";
    static final String PUT_ASIDE = "put_aside";

    /** In place of the name of an event that nobody read. */
    static final String UNKNOWN = "unknown";

    private final MeterRegistry meters;

    EventMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(String appId, String event, String outcome) {
        meters.counter("minipush.events", "app", appId, "event", event, "outcome", outcome).increment();
    }
}
