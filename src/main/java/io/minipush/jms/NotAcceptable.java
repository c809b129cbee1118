package io.minipush.jms;

/** A message that can never be accepted, for a reason of its own. The text quotes nothing of it. */
public final class NotAcceptable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason a stable word for programs */
    NotAcceptable(String reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
