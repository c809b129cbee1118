package io.minipush.dispatch;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.dispatch.Outcome.AppSignal;
import io.minipush.dispatch.Settlement.Settled;
import io.minipush.notification.End;
import io.minipush.notification.State;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what was settled: to the metrics, to the log, and to {@code notification-ended} where operators may tap it. Waits for none of them. */
public final class Endings {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final MeterRegistry meters;
    private final EndLog log;
    private final EndTap tap;
    private final Map<String, LocalDate> budgetTold = new ConcurrentHashMap<>();

    /**
     * @param ends   where ends are counted
     * @param meters for all other figures
     */
    public Endings(ProducerTemplate producer, MeterRegistry ends, MeterRegistry meters, EndLog log) {
        this.meters = ends;
        this.log = log;
        this.tap = new EndTap(producer, meters);
    }

    /** Counts from nothing: a counter that begins with its first event does not rise, and no alarm hears of it. */
    public void know(String app) {
        meters.counter("minipush.foreign.use", "app", app);
        for (State state : State.values()) {
            if (state.isEnd() || state == State.UNCERTAIN) {
                meters.counter("minipush.notifications", "app", app, "state", state.word());
            }
        }
    }

    /** Says once a day that ordinary notifications have to wait for the next day. */
    void budgetIsUsedUp(String appId, LocalDate day) {
        if (!day.equals(budgetTold.put(appId, day))) {
            LOG.warn("The budget of app {} for {} is used up: notifications wait for the next day; the last 5 % is for urgent ones", appId, day);
        }
    }

    /** To be called after the commit. */
    void tell(List<Settled> settled) {
        Set<String> rested = new HashSet<>();
        for (Settled one : settled) {
            Outcome outcome = one.outcome();
            String app = one.notification().appId();
            if (outcome.signal() == AppSignal.FOREIGN_USE) {
                LOG.warn("A formId of app {} was used by somebody else: no formId given to the gateway may be used elsewhere", app);
                meters.counter("minipush.foreign.use", "app", app).increment();
            } else if (outcome.signal() == AppSignal.REST && rested.add(app + outcome.errcode())) {
                LOG.warn("The platform refuses app {} for now (errcode {}, {}): it rests", app, outcome.errcode(), outcome.rule().reason());
            }
            if (one.news()) {
                LOG.warn("The platform no longer takes {} messages of app {} (errcode {}); they are kept back until the app is resumed: {}",
                        one.notification().channel().word(), app, outcome.errcode(), outcome.rule().says());
            }
            one.end().ifPresent(this::tell);
        }
    }

    /** One end, whoever brought it about. To be called after the commit. */
    public void tell(End end) {
        meters.counter("minipush.notifications", "app", end.appId(), "state", end.state().word()).increment();
        log.add(end);
        tap.hand(end);
    }
}
