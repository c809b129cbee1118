package io.minipush.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.minipush.dispatch.Settlement.Finished;

/**
 * Finished tries on their way into the database. Whatever gathers while one commit runs is the next batch: under load batches
 * grow, without load nothing waits. A batch that could not be committed comes again, one by one, until it can.
 *
 * <p>{@link #add} from any thread; {@link #take}, {@link #done} and {@link #failed} from the settling thread alone.
 */
public final class Outcomes {

    private static final int BATCH = 500;
    private static final int PATIENCE_MILLIS = 100;
    private static final Finished NOTHING_MORE = new Finished(null, null, false);

    private final LinkedBlockingQueue<Finished> arriving = new LinkedBlockingQueue<>();
    private final List<Finished> unsettled = new ArrayList<>();
    private volatile boolean failing;
    private volatile boolean closed;

    public void add(Finished finished) {
        arriving.add(finished);
    }

    /**
     * Waits a moment for something to settle.
     *
     * @return the next batch, possibly empty; until {@link #done} it is what {@code take} returns again
     */
    public List<Finished> take() throws InterruptedException {
        if (unsettled.isEmpty()) {
            Finished first = arriving.poll(closed ? 0 : PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null && first != NOTHING_MORE) {
                unsettled.add(first);
                arriving.drainTo(unsettled, BATCH - 1);
            }
        }
        return failing ? unsettled.stream().limit(1).toList() : List.copyOf(unsettled);
    }

    /** The batch last taken was committed. */
    public void done(List<Finished> batch) {
        unsettled.subList(0, batch.size()).clear();
        failing = failing && !unsettled.isEmpty();
    }

    /** The batch last taken could not be committed. */
    public void failed() {
        failing = true;
        // One that can never be settled must not keep the others from it.
        if (unsettled.size() > 1) {
            unsettled.add(unsettled.remove(0));
        }
    }

    /** Nothing more is awaited: a shutdown looks whether something is under way, and if so waits a second before it looks again. */
    void close() {
        closed = true;
        arriving.add(NOTHING_MORE);
    }

    /** Whether outcomes cannot be committed at present: then nothing new is to be claimed. */
    public boolean isFailing() {
        return failing;
    }
}
