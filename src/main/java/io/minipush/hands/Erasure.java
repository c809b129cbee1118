package io.minipush.hands;

import java.util.List;

import io.minipush.notification.End;

/**
 * One call that erases a user, how far it has come and what it has found. Belongs to one exchange.
 *
 * <p>It walks the ids of his notifications upwards and looks at none twice, a commit for each step.
 */
public final class Erasure {

    /**
     * What one commit did.
     *
     * @param removed  notifications that are gone, whatever their state was
     * @param ends     of these, those that had not ended yet
     * @param underWay notifications that are being sent just now and were left alone
     * @param last     the id up to which was looked, or null if there was no notification left
     * @param more     whether another commit may find something
     */
    public record Step(int credits, int removed, List<End> ends, int underWay, String last, boolean more) {

        public Step {
            ends = List.copyOf(ends);
        }
    }

    private final String appId;
    private final String openid;
    private final String who;
    private String after = "";
    private boolean more = true;
    private long credits;
    private long removed;
    private long cancelled;
    private long underWay;

    public Erasure(String appId, String openid, String who) {
        this.appId = appId;
        this.openid = openid;
        this.who = who;
    }

    String appId() {
        return appId;
    }

    String openid() {
        return openid;
    }

    String who() {
        return who;
    }

    String after() {
        return after;
    }

    void committed(Step step) {
        credits += step.credits();
        removed += step.removed();
        cancelled += step.ends().size();
        underWay += step.underWay();
        after = step.last() == null ? after : step.last();
        more = step.more();
    }

    /** Whether another commit may find something. */
    public boolean isMore() {
        return more;
    }

    /** Free credits that are gone. */
    public long credits() {
        return credits;
    }

    /** Notifications that are gone. */
    public long removed() {
        return removed;
    }

    /** Of the removed ones, those that had not ended and now never will be sent. */
    public long cancelled() {
        return cancelled;
    }

    /** Notifications that were being sent and so are still there: asking again later erases them. */
    public long underWay() {
        return underWay;
    }

    @Override
    public String toString() {
        return "Erasure";
    }
}
