package io.minipush.notification;

/**
 * What became of a notification: it ended, or it is {@code uncertain}. Nothing private: it may be told anywhere.
 *
 * @param reference the producer's label, or null
 * @param evidence  why it counts as sent, or null
 * @param errcode   the platform's last word, or null
 * @param trace     the platform's own name of its last answer, its {@code rid}, by which its support finds the call; or null
 */
public record End(String id, String appId, String reference, State state, String evidence, Integer errcode, String reason, String trace) {
}
