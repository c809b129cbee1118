package io.minipush.simulator.push;

import java.util.Arrays;
import java.util.Locale;

/** The events about subscribe messages. */
public enum EventKind {
    /** The user has answered the popup. */
    POPUP("subscribe_msg_popup_event", "SubscribeMsgPopupEvent"),
    /** The user has switched a template off in the settings. */
    CHANGE("subscribe_msg_change_event", "SubscribeMsgChangeEvent"),
    /** What has become of a message that the platform had accepted. */
    SENT("subscribe_msg_sent_event", "SubscribeMsgSentEvent");

    final String event;
    /** XML has this element around the entries, JSON has none. */
    final String wrapper;

    EventKind(String event, String wrapper) {
        this.event = event;
        this.wrapper = wrapper;
    }

    /** The name in the control API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a name that is no kind */
    public static EventKind ofWireName(String name) {
        return Arrays.stream(values()).filter(kind -> kind.wireName().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such event: " + name));
    }
}
