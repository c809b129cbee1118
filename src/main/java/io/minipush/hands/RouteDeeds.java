package io.minipush.hands;

import java.util.Set;

import io.minipush.access.Key;
import io.minipush.storage.Cause;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes who stops and starts routes in Hawtio: a line in the audit of each app, since a route is there for all of them. It is written before
 * the deed, and when the database is away the deed is done all the same: it may be what mends things. The log has it then.
 */
public final class RouteDeeds {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDeeds.class);
    private static final int LONGEST_TARGET = 128;

    private final Audit audit;
    private final Set<String> apps;
    private final long node;

    /** @param apps that the gateway serves, at any moment */
    public RouteDeeds(Statements statements, DatabaseClock clock, Set<String> apps, long node) {
        this.audit = new Audit(statements, clock);
        this.apps = apps;
        this.node = node;
    }

    /** @param operation of the route, as {@code stop} */
    public void note(Key key, String operation, String route) {
        LOG.warn("{} calls {} of the route {} in Hawtio", key.name(), operation, route);
        try {
            audit.note("Hawtio (" + key.name() + ")", operation + "_route", apps, route.substring(0, Math.min(LONGEST_TARGET, route.length())), "on node " + node);
        } catch (RuntimeException e) {
            LOG.warn("That {} called {} of the route {} is not in the audit: {}", key.name(), operation, route, Cause.of(e));
        }
    }
}
