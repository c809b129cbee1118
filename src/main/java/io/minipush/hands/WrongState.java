package io.minipush.hands;

import io.minipush.notification.State;

/** What somebody wants of a notification cannot be done in the state that it is in. Nothing was changed. */
public final class WrongState extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final State state;

    WrongState(State state, String detail) {
        super(detail, null, false, false);
        this.state = state;
    }

    public State state() {
        return state;
    }

    static WrongState cannotCancel(State state, boolean doubt) {
        return new WrongState(state, switch (state) {
            case SENDING -> "it is being sent just now: try again in some seconds";
            case ACCEPTED -> doubt ? "an attempt may have reached the user, and is repeated until that is known" : "it has just become due again";
            default -> "it is " + state.word() + " already";
        });
    }

    static WrongState cannotRetry(State state) {
        return new WrongState(state, "it is " + state.word() + ": only failed, uncertain and expired ones can be retried");
    }
}
