package io.minipush.routes;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;

/**
 * Lets a route have the error handler of the route configuration that it names. Camel gives each route the context's own error
 * handler before it looks into route configurations, and then takes theirs no more: a route that is loaded after the context got
 * one would quietly lose all its {@code onException}. A route without any still gets the context's, when it starts.
 *
 * <p>Bound to the registry, from where Camel takes it for every route builder.
 */
public final class ConfiguredErrorHandlers implements RouteBuilderLifecycleStrategy {

    @Override
    public void beforeConfigure(RouteBuilder builder) {
        builder.getRouteCollection().setErrorHandlerFactory(null);
    }
}
