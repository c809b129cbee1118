package io.minipush.platform;

import java.net.URI;
import java.util.Map;

import io.minipush.credit.CreditKind;
import io.minipush.notification.Channel;
import io.minipush.settings.Settings;

/**
 * A remote API that brings messages to the users of mini programs. The gateway keeps the notifications, credits and books; a
 * platform says how one is posted and what its answers prove. It is a package, a route file for each channel and an answer
 * policy for each channel, found by {@link java.util.ServiceLoader}; an app lives on the one that its setting {@code platform} names.
 *
 * <p>Without state of its own; any thread.
 */
public interface Platform {

    /** As the setting of an app names it. */
    String name();

    /** The only host to which a post of this platform's notifications may go. */
    URI url(Settings settings);

    /**
     * What the path of every message call contains, {@code /cgi-bin/message/}: nothing is posted there without a permit, whatever
     * the host and whatever route asks for it.
     */
    String messageCalls();

    /** How the messages of each channel that it has are sent. */
    Map<Channel, SendRoute> routes(Settings settings);

    /** Whether a repeat with the same credit of this kind tells about the post before it. */
    Proof proof(CreditKind kind);

    /**
     * Whether the gateway fetches WeChat's access token for its apps, without which they cannot send. What a platform needs
     * instead its send route gets for itself.
     */
    boolean usesAccessToken();
}
