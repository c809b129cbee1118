package io.minipush.simulator;

/**
 * One user and one template.
 *
 * @param granted  how often the user accepted
 * @param left     accepts that are good for a message
 * @param used     accepts that a message has used; a long-term template uses none
 * @param dropped  accepts that were worth nothing any more when the user refused
 * @param off      the user has refused since the last accept
 * @param accepted messages that the platform took
 * @param refused  messages that the client tried to send without a credit (43101)
 */
public record SubscriptionReport(String appid, String openid, String templateId, long granted, long left, long used, long dropped,
        boolean off, long accepted, long refused) {
}
