package io.minipush.hands;

import java.util.List;
import java.util.function.Consumer;

import io.minipush.dispatch.Endings;
import io.minipush.notification.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An end that no attempt brought about, by a cancel or by an event of the platform, is an end like any other: it counts, and whoever hears of ends hears of it. */
public final class OutsideEnds implements EndWitness {

    private static final Logger LOG = LoggerFactory.getLogger(OutsideEnds.class);

    private final Consumer<List<End>> outcomes;
    private final Endings endings;

    /** @param outcomes writes, inside the commit, what the outcomes' queue is to tell */
    public OutsideEnds(Consumer<List<End>> outcomes, Endings endings) {
        this.outcomes = outcomes;
        this.endings = endings;
    }

    @Override
    public void inCommit(End end) {
        outcomes.accept(List.of(end));
    }

    @Override
    public void afterCommit(End end) {
        try {
            endings.tell(end);
        } catch (RuntimeException e) {
            // It is committed; the caller must not be told otherwise.
            LOG.warn("The end of notification {} could not be told: {}", end.id(), e.getClass().getSimpleName());
        }
    }
}
