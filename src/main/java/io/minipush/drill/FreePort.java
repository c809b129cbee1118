package io.minipush.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port of loopback for somebody who is to listen there later, perhaps more than once. */
public final class FreePort {

    private FreePort() {
    }

    /** Below the range from which the system serves outgoing connections, so that none of those is in the way of a restart. */
    public static int find() {
        for (int i = 0; i < 1000; i++) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken; the next one
            }
        }
        throw new IllegalStateException("no free port between 15000 and 30000");
    }
}
