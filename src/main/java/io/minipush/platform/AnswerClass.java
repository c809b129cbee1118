package io.minipush.platform;

import java.util.Locale;

/** What an answer of the platform to a send means for the gateway, whatever its number. */
public enum AnswerClass {
    /** The platform took the message. */
    SENT,
    /** The credit has been used up. */
    CREDIT_USED,
    /** The credit is unknown, another user's or expired. */
    CREDIT_INVALID,
    /** The credit has been blocked by the platform. */
    CREDIT_BLOCKED,
    /** The user does not want messages of this template, or not any more. */
    USER_REFUSED,
    /** This message, or this user, is refused whatever the credit. */
    CONTENT,
    /** The access token is not accepted. */
    TOKEN,
    /** Too many calls for this user at the same time. */
    USER_RATE,
    /** Too many calls within this minute. */
    MINUTE_LIMIT,
    /** The quota of this day is used up. */
    DAY_LIMIT,
    /** The account, its address or its rights are in trouble: every message would be refused. */
    ACCOUNT,
    /** The platform no longer offers this call. */
    WITHDRAWN,
    /** "System busy": nobody says whether the message was taken. */
    BUSY,
    /** Refused by HTTP (4xx) before the platform looked at it. */
    HTTP_REFUSED,
    /** No readable answer came: 5xx, garbage, cut. */
    NONE,
    /** A number that nobody has explained. */
    UNKNOWN;

    /** {@code minute limit}, as the policy file writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
