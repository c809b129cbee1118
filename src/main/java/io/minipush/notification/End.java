package io.minipush.notification;

/**
 * What became of a notification: it ended, or it is {@code uncertain}. Nothing private: it may be told anywhere.
 *
 * @param reference the producer's label, or null
 * @param evidence  why it counts as sent, or null
 * @param errcode   the platform's last word, or null
 */
public record End(String id, String appId, String reference, State state, String evidence, Integer errcode, String reason) {
}
