package io.minipush.routes;

import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/** The routes of the gateway that stand in no file: what they are called, and where they begin. Immutable. */
final class OwnRoutes {

    private final Map<String, String> ids = new TreeMap<>();
    private final Map<String, String> entries = new TreeMap<>();

    /** @param context as it is before a route file is loaded */
    OwnRoutes(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteDefinition route : model.getRouteDefinitions()) {
            String place = "the gateway itself, in its route '" + route.getRouteId() + "'";
            ids.put(route.getRouteId(), "the gateway itself");
            entries.put(route.getInput().getEndpointUri().split("\\?", 2)[0].replace("://", ":"), "'" + route.getRouteId() + "' of the gateway itself");
            route.getOutputs().forEach(step -> gather(step, place));
        }
    }

    private void gather(ProcessorDefinition<?> step, String place) {
        if (((OptionalIdentifiedDefinition<?>) step).hasCustomIdAssigned()) {
            ids.put(step.getId(), place);
        }
        step.getOutputs().forEach(inner -> gather(inner, place));
    }

    Map<String, String> ids() {
        return ids;
    }

    Map<String, String> entries() {
        return entries;
    }
}
