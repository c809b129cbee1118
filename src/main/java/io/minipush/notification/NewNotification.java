package io.minipush.notification;

import java.time.Instant;

/**
 * A notification that has passed all checks and is not yet stored.
 *
 * @param message    JSON with {@code page}, {@code data} and, if given, {@code emphasis_keyword}, as the platform will get it
 * @param reference  the producer's own label, or null
 * @param onNoCredit {@code wait} or {@code fail}
 */
public record NewNotification(String touser, String templateId, String message, String reference, String onNoCredit, Instant expiresAt) {
}
