package io.minipush.jms;

import java.util.List;

/** The names that producers and listeners know. */
public final class Queues {

    public static final String NOTIFICATIONS = "minipush.notifications";
    public static final String FORM_IDS = "minipush.form-ids";
    /** What cannot be accepted, with the reason as a property. */
    public static final String INVALID = "minipush.invalid";
    public static final String OUTCOMES = "minipush.outcomes";

    static final List<String> ALL = List.of(NOTIFICATIONS, FORM_IDS, INVALID, OUTCOMES);

    private Queues() {
    }
}
