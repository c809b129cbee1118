package io.minipush.simulator;

import java.util.Arrays;
import java.util.Locale;

/**
 * The ways in which the platform, or the road to it, fails. What matters to a client is told apart by {@link #accepts()}:
 * whether the platform has looked at the request, so that a message may be out and a formId used although nobody said so.
 */
public enum FaultKind {
    /** The connection is closed before the platform looks at the request. */
    CUT_BEFORE(false),
    /** The platform does all it was asked, then the connection is closed without an answer. */
    CUT_AFTER(true),
    /** Nothing happens and nothing is answered; after the given seconds the connection is closed, without seconds never. */
    HANG_BEFORE(false),
    /** The platform does all it was asked, but answers only after the given seconds, without seconds never. */
    HANG_AFTER(true),
    /** HTTP 500, nothing happened. */
    HTTP_500(false),
    /** HTTP 500 although the platform did what it was asked. */
    HTTP_500_AFTER(true),
    /** HTTP 502, nothing happened. */
    HTTP_502(false),
    /** HTTP 502 although the platform did what it was asked. */
    HTTP_502_AFTER(true),
    /** The platform does all it was asked; the answer is HTTP 200 with HTML or with the first half of the JSON. */
    GARBAGE_AFTER(true),
    /** errcode -1, nothing happened. */
    BUSY(false),
    /** errcode -1 although the platform did what it was asked. */
    BUSY_AFTER(true),
    /** The given errcode, nothing happened. */
    ERRCODE(false),
    /** The api is down: the connection is closed. */
    AWAY(false);

    private final boolean accepts;

    FaultKind(boolean accepts) {
        this.accepts = accepts;
    }

    /** Whether the platform handles the request in full before the fault shows. */
    public boolean accepts() {
        return accepts;
    }

    /** The name used in JSON, such as {@code cut_after}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FaultKind ofWireName(String name) {
        return Arrays.stream(values()).filter(k -> k.wireName().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such fault: " + name));
    }
}
