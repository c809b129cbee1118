package io.minipush.hands;

import java.time.Instant;
import java.util.List;

import io.minipush.notification.State;

/**
 * One call that retries many, and how far it has come. Belongs to one exchange.
 *
 * <p>It walks the ids of one state upwards and looks at none twice; what was touched after its beginning is left alone. So a
 * message that fails again while it walks is not sent a third time by the same wish.
 */
public final class BulkRetry {

    private final String appId;
    private final State state;
    private final Integer errcode;
    private final Instant expiresAt;
    private final String who;
    private Instant begun;
    private String after = "";
    private List<String> chosen = List.of();
    private boolean more = true;
    private long retried;

    /**
     * @param errcode   only those that ended with it, or null
     * @param expiresAt the new end, or null: each keeps its own if that lies ahead
     */
    public BulkRetry(String appId, State state, Integer errcode, Instant expiresAt, String who) {
        this.appId = appId;
        this.state = state;
        this.errcode = errcode;
        this.expiresAt = expiresAt;
        this.who = who;
    }

    public String appId() {
        return appId;
    }

    State state() {
        return state;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    String who() {
        return who;
    }

    String after() {
        return after;
    }

    void begin(Instant now) {
        begun = now;
    }

    /** Whether this one is meant. */
    boolean wants(Integer itsErrcode, Instant updatedAt) {
        return (errcode == null || errcode.equals(itsErrcode)) && !updatedAt.isAfter(begun);
    }

    /** @param last the id up to which was looked, or null if there was nothing more */
    void chose(List<String> ids, String last) {
        chosen = ids;
        more = last != null;
        after = more ? last : after;
    }

    List<String> chosen() {
        return chosen;
    }

    /** Whether the last window had anything in it. */
    public boolean isMore() {
        return more;
    }

    /** Whether the next commit has anything to do. */
    public boolean isWork() {
        return !chosen.isEmpty();
    }

    void committed(int count) {
        retried += count;
    }

    /** How many were made due again. */
    public long retried() {
        return retried;
    }

    /** For the audit: what was wished. */
    String wish() {
        return state.word() + (errcode == null ? "" : " with errcode " + errcode);
    }
}
