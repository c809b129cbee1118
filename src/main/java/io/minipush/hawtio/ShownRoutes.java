package io.minipush.hawtio;

import io.minipush.access.Key;

/**
 * The routes of a gateway that runs.
 *
 * @param camel   the name by which JMX knows their context
 * @param witness hears of each deed on one of them, before it is done
 */
public record ShownRoutes(String camel, Witness witness) {

    /** Must not fail: a route can be stopped whatever becomes of the note. */
    public interface Witness {
        /** @param operation of the route, as {@code stop} */
        void hear(Key key, String operation, String route);
    }
}
