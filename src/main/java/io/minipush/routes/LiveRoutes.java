package io.minipush.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.minipush.routes.RouteFile.Route;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges routes of the running gateway, those that changed and no others. What is under way in a route is awaited before it
 * stops; who calls it meanwhile waits for the new one.
 */
final class LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    /** Well inside the 30 s that a caller waits at {@code direct:}. */
    private static final Duration DRAIN = Duration.ofSeconds(15);

    private final CamelContext context;
    private final GatedDirect direct;
    private final Duration drain;

    LiveRoutes(CamelContext context) {
        this(context, DRAIN);
    }

    /** @param drain how long what is under way in a route is awaited */
    LiveRoutes(CamelContext context, Duration drain) {
        this.context = context;
        this.drain = drain;
        this.direct = context.getComponent("direct", GatedDirect.class);
    }

    /** A route does not come to rest; it goes on as it was. */
    static final class Busy extends Exception {
        private static final long serialVersionUID = 1L;

        Busy(String id, Duration drain) {
            super("the route '" + id + "' has been busy for " + drain.toSeconds() + " s");
        }
    }

    /**
     * Puts one version of a file in place of another; either may be null. What somebody has stopped or
     * started by hand stays so.
     *
     * @return the ids of the routes that were exchanged, added or removed
     * @throws Busy      if what is under way in one of them does not end; nothing has changed
     * @throws Exception if the new version could not be started; the old one runs again
     */
    Set<String> swap(RouteFile before, RouteFile after) throws Exception {
        Set<String> changed = changes(before, after);
        List<Route> leaving = before == null ? List.of()
                : callersFirst(before.routes().values().stream().filter(route -> changed.contains(route.id())).toList());
        Map<String, Boolean> byHand = byHand(leaving);
        List<Endpoint> gates = new ArrayList<>();
        try {
            halt(leaving, gates);
            leaving.forEach(route -> discard(route.id()));
            try {
                add(after, changed, byHand, context.getRouteController()::startRoute);
            } catch (Exception | LinkageError e) {
                putBack(before, changed, byHand);
                throw e;
            }
        } finally {
            gates.forEach(direct::open);
        }
        return changed;
    }

    private static Set<String> changes(RouteFile before, RouteFile after) {
        Map<String, Route> old = before == null ? Map.of() : before.routes();
        Map<String, Route> fresh = after == null ? Map.of() : after.routes();
        Set<String> changed = new TreeSet<>();
        old.forEach((id, route) -> {
            if (!fresh.containsKey(id) || !fresh.get(id).node().equals(route.node())) {
                changed.add(id);
            }
        });
        fresh.keySet().stream().filter(id -> !old.containsKey(id)).forEach(changed::add);
        return changed;
    }

    /** Who calls comes to rest before who is called: the other way round it would wait for what is gone. */
    private static List<Route> callersFirst(Collection<Route> routes) {
        List<Route> order = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        routes.forEach(route -> visit(route, routes, seen, order));
        Collections.reverse(order);
        return order;
    }

    private static void visit(Route route, Collection<Route> routes, Set<String> seen, List<Route> calledFirst) {
        if (seen.add(route.id())) {
            Set<String> calls = route.calls();
            routes.stream().filter(other -> calls.contains(other.entry())).forEach(other -> visit(other, routes, seen, calledFirst));
            calledFirst.add(route);
        }
    }

    /** Which of them run, or do not, against what their file says. */
    private Map<String, Boolean> byHand(List<Route> routes) {
        Map<String, Boolean> byHand = new HashMap<>();
        for (Route route : routes) {
            if (isRunning(route) != startsByItself(route)) {
                byHand.put(route.id(), isRunning(route));
            }
        }
        return byHand;
    }

    private boolean isRunning(Route route) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route.id());
        return status != null && status.isStarted();
    }

    /** Stops all that run, or none. */
    private void halt(List<Route> leaving, List<Endpoint> gates) throws Exception {
        List<String> stopped = new ArrayList<>();
        try {
            for (Route route : leaving) {
                if (isRunning(route)) {
                    halt(route.id(), gates);
                    stopped.add(route.id());
                }
            }
        } catch (Exception e) {
            Collections.reverse(stopped);
            stopped.forEach(this::startAgain);
            throw e;
        }
    }

    /** Whatever keeps one from starting keeps no other from it. */
    private void startAgain(String id) {
        try {
            context.getRouteController().startRoute(id);
        } catch (Exception e) {
            LOG.error("The route {} could not be started again: {}", id, e.toString());
        }
    }

    private void halt(String id, List<Endpoint> gates) throws Exception {
        Endpoint entry = context.getRoute(id).getEndpoint();
        if (entry instanceof DirectEndpoint) {
            gates.add(entry);
            direct.close(entry);
            if (!direct.awaitEmpty(entry, drain)) {
                throw new Busy(id, drain);
            }
        }
        if (!context.getRouteController().stopRoute(id, drain.toMillis(), TimeUnit.MILLISECONDS, true)) {
            throw new Busy(id, drain);
        }
    }

    private void putBack(RouteFile before, Set<String> changed, Map<String, Boolean> byHand) {
        changed.forEach(this::discard);
        try {
            add(before, changed, byHand, this::startAgain);
        } catch (Exception | LinkageError e) {
            LOG.error("The routes {} could not be put back: {}", changed, e.toString());
        }
    }

    private interface Start {
        void start(String id) throws Exception;
    }

    private void add(RouteFile file, Set<String> ids, Map<String, Boolean> byHand, Start start) throws Exception {
        RouteFile part = file == null ? null : file.only(route -> ids.contains(route.id()));
        if (part == null) {
            return;
        }
        ScratchContext.loadUnstarted(context, part);
        List<Route> calledFirst = callersFirst(part.routes().values());
        Collections.reverse(calledFirst);
        for (Route route : calledFirst) {
            if (context.getRoute(route.id()) == null) {
                throw new IllegalStateException("the route '" + route.id() + "' did not come up");
            }
            if (byHand.getOrDefault(route.id(), startsByItself(route))) {
                start.start(route.id());
            }
        }
    }

    private boolean startsByItself(Route route) {
        String said = route.node().path("autoStartup").asText();
        return !"false".equals(context.resolvePropertyPlaceholders(said));
    }

    /** Whatever state it is in. */
    private void discard(String id) {
        try {
            context.getRouteController().stopRoute(id, 1, TimeUnit.SECONDS);
            context.removeRoute(id);
            Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
            RouteDefinition left = model.getRouteDefinition(id);
            if (left != null) {
                model.removeRouteDefinition(left);
            }
        } catch (Exception e) {
            LOG.warn("The route {} could not be removed: {}", id, e.toString());
        }
    }
}
