package io.minipush.platform;

import java.net.URI;

import io.minipush.notification.Channel;

/**
 * One channel of an app's platform, ready for use.
 *
 * @param host where its posts may go, and nowhere else
 */
public record Call(Channel channel, URI host, SendRoute route) {

    /** Its name in the figures. */
    public String api() {
        return channel.word() + "_send";
    }
}
