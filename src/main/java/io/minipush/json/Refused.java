package io.minipush.json;

import java.util.List;

/**
 * Well-formed input that must not be accepted. Carries no value of the input, so it may be shown and logged.
 *
 * <p>Without a stack trace: it tells about the input, and a list may hold ten thousand of them.
 */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The reason of everything that simply breaks the contract; the faults say what. */
    public static final String INVALID = "invalid";

    private final String reason;
    private final transient List<Fault> faults;

    /** @param reason a stable word for programs */
    public Refused(String reason, List<Fault> faults) {
        super(reason, null, false, false);
        this.reason = reason;
        this.faults = List.copyOf(faults);
    }

    public Refused(String reason, String pointer, String detail) {
        this(reason, List.of(new Fault(pointer, detail)));
    }

    public String reason() {
        return reason;
    }

    public List<Fault> faults() {
        return faults;
    }
}
