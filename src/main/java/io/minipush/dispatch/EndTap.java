package io.minipush.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.notification.End;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands ends to the route {@code notification-ended}, where operators may do with them what they like. However slow that is, nobody
 * waits for it: what its queue has no room for is counted, and told once a minute. Thread-safe.
 */
final class EndTap {

    private static final Logger LOG = LoggerFactory.getLogger(EndTap.class);
    /** Without an option to wait, a full queue refuses. */
    private static final String ROUTE = "seda:notification-ended?size=10000";
    private static final long BETWEEN_WARNINGS = TimeUnit.MINUTES.toNanos(1);

    private final ProducerTemplate producer;
    private final Counter discarded;
    private final AtomicLong warnAgainAt = new AtomicLong(System.nanoTime());

    EndTap(ProducerTemplate producer, MeterRegistry meters) {
        this.producer = producer;
        this.discarded = Counter.builder("minipush.taps.discarded").description("Ends that the route notification-ended had no room for").register(meters);
    }

    void hand(End end) {
        // No formId, token or openid: what is tapped here may go anywhere.
        Map<String, Object> ended = new LinkedHashMap<>();
        ended.put("id", end.id());
        ended.put("app_id", end.appId());
        ended.put("reference", end.reference());
        ended.put("state", end.state().word());
        ended.put("evidence", end.evidence());
        ended.put("errcode", end.errcode());
        ended.put("reason", end.reason());
        ended.put("rid", end.trace());
        if (producer.send(ROUTE, exchange -> exchange.getMessage().setBody(ended)).getException() != null) {
            discarded.increment();
            long due = warnAgainAt.get();
            long now = System.nanoTime();
            if (now - due >= 0 && warnAgainAt.compareAndSet(due, now + BETWEEN_WARNINGS)) {
                LOG.warn("The route notification-ended is stopped, or slower than notifications end: it has missed {} since the start; the notifications themselves are not touched",
                        Math.round(discarded.count()));
            }
        }
    }
}
