package io.minipush.notification;

import java.time.Instant;

/**
 * A notification that has passed all checks and is not yet stored.
 *
 * @param purse      where its credit is to come from; null: the platform asks for none
 * @param message    JSON with {@code page}, {@code data} and, if given, {@code emphasis_keyword}, as the platform will get it
 * @param reference   the producer's own label, or null
 * @param onNoCredit  {@code wait} or {@code fail}
 * @param onUncertain null: as the app has it
 * @param dueAt       from when it may be sent
 */
public record NewNotification(String touser, String templateId, Channel channel, String purse, String message, String reference, String onNoCredit, OnUncertain onUncertain,
        Lane lane, Instant dueAt, Instant expiresAt) {
}
