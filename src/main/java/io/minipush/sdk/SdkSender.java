package io.minipush.sdk;

/**
 * Who sends through the front door.
 *
 * @param appId              the app that the token is for
 * @param failsWithoutCredit whether a message that finds no credit is refused, rather than made to wait
 */
public record SdkSender(String appId, boolean failsWithoutCredit) {
}
