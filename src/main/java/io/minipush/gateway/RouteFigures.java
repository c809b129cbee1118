package io.minipush.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;

/** What Camel counts of each route, as metrics. A route that is exchanged or started anew counts from zero. */
final class RouteFigures {

    private final CamelContext context;
    private final MeterRegistry meters;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    RouteFigures(CamelContext context, MeterRegistry meters) {
        this.context = context;
        this.meters = meters;
    }

    /** Takes up the routes that have come since the last look. */
    void look() {
        context.getRoutes().stream().map(Route::getRouteId).filter(known::add).forEach(this::register);
    }

    private void register(String route) {
        FunctionCounter.builder("minipush.route.exchanges", this, one -> one.figure(route, ManagedRouteMBean::getExchangesTotal)).tag("route", route)
                .description("Exchanges that a route has finished").register(meters);
        FunctionCounter.builder("minipush.route.failures", this, one -> one.figure(route, ManagedRouteMBean::getExchangesFailed)).tag("route", route)
                .description("Exchanges that a route has finished with a fault").register(meters);
        Gauge.builder("minipush.route.in.flight", this, one -> one.figure(route, ManagedRouteMBean::getExchangesInflight)).tag("route", route)
                .description("Exchanges that are in a route").register(meters);
    }

    /** A route that is gone stays at nothing. */
    private double figure(String route, ToLongFunction<ManagedRouteMBean> figure) {
        ManagedCamelContext managed = context.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
        ManagedRouteMBean bean = managed == null ? null : managed.getManagedRoute(route);
        if (bean == null) {
            return 0;
        }
        try {
            return figure.applyAsLong(bean);
        } catch (RuntimeException e) {
            // It is being exchanged at this moment.
            return 0;
        }
    }
}
