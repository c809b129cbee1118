package io.minipush.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.minipush.routes.RouteFile.Route;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces routes of the running gateway, those that changed and no others. What is under way in a route is awaited before it
 * stops; who calls it meanwhile waits for the new one.
 */
final class LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    private static final int DRAIN_SECONDS = 30;

    private final CamelContext context;

    LiveRoutes(CamelContext context) {
        this.context = context;
    }

    /**
     * Puts one version of a file in place of another; either may be null.
     *
     * @return the ids of the routes that were replaced, added or removed
     * @throws Exception if the new version could not be started: then the old one runs again
     */
    List<String> swap(RouteFile before, RouteFile after) throws Exception {
        Map<String, Route> old = before == null ? Map.of() : before.routes();
        Map<String, Route> fresh = after == null ? Map.of() : after.routes();
        Set<String> changed = new TreeSet<>();
        old.forEach((id, route) -> {
            if (!fresh.containsKey(id) || !fresh.get(id).node().equals(route.node())) {
                changed.add(id);
            }
        });
        fresh.keySet().stream().filter(id -> !old.containsKey(id)).forEach(changed::add);
        List<String> stopped = new ArrayList<>();
        try {
            for (String id : changed) {
                if (old.containsKey(id)) {
                    remove(id);
                    stopped.add(id);
                }
            }
            add(after, changed);
        } catch (Exception e) {
            restore(before, changed, stopped);
            throw e;
        }
        return List.copyOf(changed);
    }

    private void restore(RouteFile before, Set<String> changed, List<String> stopped) {
        for (String id : changed) {
            boolean untouched = before != null && before.routes().containsKey(id) && !stopped.contains(id);
            if (!untouched) {
                discard(id);
            }
        }
        try {
            add(before, Set.copyOf(stopped));
        } catch (Exception e) {
            LOG.error("The routes {} could not be put back: {}", stopped, e.toString());
        }
    }

    private void add(RouteFile file, Set<String> ids) throws Exception {
        RouteFile part = file == null ? null : file.only(route -> ids.contains(route.id()));
        if (part == null) {
            return;
        }
        ScratchContext.load(context, part);
        for (String id : part.routes().keySet()) {
            if (context.getRoute(id) == null) {
                throw new IllegalStateException("the route " + id + " did not come up");
            }
        }
    }

    /** Stops a route once nothing is under way in it. */
    private void remove(String id) throws Exception {
        if (!context.getRouteController().stopRoute(id, DRAIN_SECONDS, TimeUnit.SECONDS, true)) {
            throw new IllegalStateException("the route " + id + " has been busy for " + DRAIN_SECONDS + " s");
        }
        discard(id);
    }

    private void discard(String id) {
        try {
            context.getRouteController().stopRoute(id);
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
