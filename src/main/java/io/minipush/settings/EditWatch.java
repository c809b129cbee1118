package io.minipush.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at something that people edit while the gateway runs. A change is taken once two looks in a row have seen it,
 * since an editor may be in the middle of it. What is wrong or cannot be read leaves in force what was taken last; that is said once
 * for each fault, and once when it is over.
 *
 * @param <T> what a look sees; two looks at the same thing are equal
 */
public final class EditWatch<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EditWatch.class);

    /** What is looked at. After the start only the watching thread calls it. */
    public interface Edited<T> {

        T look();

        /** Puts in force what was seen. If it throws, it is called again after the next look. */
        void take(T seen);

        /** Why one of the two threw, in words for a person. */
        String reason(RuntimeException fault);
    }

    /**
     * How faults are told.
     *
     * @param wrong that something is wrong, and what follows from it; follows "the"
     * @param right that it is over; follows "the"
     * @param looks how many looks in a row have to see a fault before it is told
     */
    public record Words(String wrong, String right, int looks) {
    }

    private final Edited<T> edited;
    private final Words words;
    private final ScheduledExecutorService looks;
    private T seen;
    private T taken;
    private String seenFault;
    private int faultyLooks;
    private volatile String fault;

    /**
     * @param name    of the watching thread
     * @param inForce what was taken before the first look
     */
    public EditWatch(String name, Edited<T> edited, T inForce, Words words) {
        this.edited = edited;
        this.words = words;
        this.taken = inForce;
        this.seen = inForce;
        this.looks = Executors.newSingleThreadScheduledExecutor(new CamelThreadFactory("#name#", name, true));
    }

    /** From now on changes are taken. */
    public void start(Duration betweenLooks) {
        looks.scheduleWithFixedDelay(this::look, betweenLooks.toMillis(), betweenLooks.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One sentence while something is wrong. */
    public Optional<String> warning() {
        return Optional.ofNullable(fault).map(reason -> "the " + words.wrong + ": " + reason);
    }

    /** For its thread, and for tests that look at their own pace. */
    void look() {
        try {
            T now = edited.look();
            boolean kept = now.equals(seen);
            seen = now;
            if (kept && !now.equals(taken)) {
                edited.take(now);
                taken = now;
            }
            if (now.equals(taken)) {
                wellAgain();
            }
        } catch (RuntimeException e) {
            wrong(edited.reason(e));
        }
    }

    private void wellAgain() {
        seenFault = null;
        if (fault != null) {
            fault = null;
            LOG.info("The {}", words.right);
        }
    }

    private void wrong(String reason) {
        faultyLooks = reason.equals(seenFault) ? faultyLooks + 1 : 1;
        seenFault = reason;
        if (faultyLooks >= words.looks && !reason.equals(fault)) {
            fault = reason;
            LOG.warn("The {}: {}", words.wrong, reason);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
