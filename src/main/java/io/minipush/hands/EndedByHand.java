package io.minipush.hands;

import io.minipush.notification.State;

/** A notification that somebody brought to its end. Nothing private: it may be told anywhere. */
public record EndedByHand(String id, String appId, String reference, State state, Integer errcode, String reason) {
}
