package io.minipush.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * This process among the nodes: its number and whether it may still act on what it claimed. A node that could not beat for
 * {@link #SILENT_AFTER} has lost its claims to the others; it must itself stop posting before that.
 *
 * <p>Thread-safe. {@link #beat} is called by the heartbeat route alone.
 */
public final class Node {

    /** Others take over the rows of a node that has been silent for this long. */
    public static final Duration SILENT_AFTER = Duration.ofSeconds(8);
    /** A node posts nothing once its own last beat is older: earlier than the others act, measured on its own clock. */
    private static final Duration MAY_POST_FOR = Duration.ofSeconds(5);

    private final long id;
    private final AtomicInteger claims = new AtomicInteger();
    private volatile long lastBeat;
    private volatile int life;

    /** @param id the number of this process's row in {@code node} */
    public Node(long id) {
        this.id = id;
        this.lastBeat = System.nanoTime();
    }

    public long id() {
        return id;
    }

    /** A number for one claim that no other claim of any node has or had. */
    public long nextClaim() {
        return id << 32 | claims.incrementAndGet();
    }

    /** Counts up when this node has been silent: a claim made in an earlier life is no longer its own. */
    public int life() {
        return life;
    }

    /**
     * A heartbeat was committed.
     *
     * @param begun {@link System#nanoTime()} from before the statement was sent
     */
    public void beat(long begun) {
        if (begun - lastBeat > SILENT_AFTER.toNanos()) {
            life++;
        }
        lastBeat = begun;
    }

    /** Whether a claim of {@code claimLife} may still be acted on. */
    public boolean mayPost(int claimLife) {
        return claimLife == life && isAlive();
    }

    /** Whether the last heartbeat is recent. */
    public boolean isAlive() {
        return System.nanoTime() - lastBeat < MAY_POST_FOR.toNanos();
    }
}
