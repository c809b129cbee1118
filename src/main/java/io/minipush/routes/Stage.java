package io.minipush.routes;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** A Camel context of its own in which routes are rehearsed: whatever reaches out of the process is replaced. */
final class Stage implements AutoCloseable {

    /** What stays as it is, beside the statements where there is a database for them. */
    private static final Set<String> REAL = Set.of("direct", "log", "bean", "class", "language");
    private static final int PATIENCE_SECONDS = 10;

    private final DefaultCamelContext context;

    /** Takes the place of what an endpoint does when it is sent to. */
    interface StandIn {
        void act(Endpoint real, Exchange exchange) throws Exception;
    }

    /**
     * @param beans    what the routes find in place of the gateway's beans, by name
     * @param database for the statements of the routes; null: they are replaced too
     */
    Stage(ScratchContext scratch, Troupe troupe, Map<String, Object> beans, javax.sql.DataSource database, StandIn standIn) throws Exception {
        context = scratch.open(new Props(beans));
        try {
            // Who is called and is not there is a fault, not something to wait for.
            context.getComponent("direct", DirectComponent.class).setBlock(false);
            context.getShutdownStrategy().setTimeout(1);
            context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
            if (database != null) {
                context.getComponent("sql", SqlComponent.class).setDataSource(database);
            }
            context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
                String scheme = uri.split(":", 2)[0];
                return REAL.contains(scheme) || database != null && scheme.equals("sql") ? endpoint : new Replaced(endpoint, standIn);
            });
            context.start();
            for (RouteFile part : troupe.parts()) {
                ScratchContext.load(context, part);
                for (String id : part.routes().keySet()) {
                    context.getRouteController().startRoute(id);
                }
            }
        } catch (Exception | LinkageError e) {
            context.close();
            throw e;
        }
    }

    /**
     * Calls a route.
     *
     * @throws TimeoutException if it does not come back
     */
    Exchange call(String entry, Processor with) throws TimeoutException, InterruptedException {
        try (var producer = context.createProducerTemplate()) {
            CompletableFuture<Exchange> call = producer.asyncSend(entry, with);
            return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.io.IOException e) {
            throw new IllegalStateException("a rehearsal cannot be played", e);
        }
    }

    @Override
    public void close() throws java.io.IOException {
        context.close();
    }

    private record Props(Map<String, Object> beans) implements BeanRepository {

        @Override
        public Object lookupByName(String name) {
            return beans.get(name);
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            Object bean = lookupByName(name);
            return type.isInstance(bean) ? type.cast(bean) : null;
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return Map.of();
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return Set.of();
        }
    }

    private static final class Replaced extends DefaultEndpoint {

        private final Endpoint real;
        private final StandIn standIn;

        Replaced(Endpoint real, StandIn standIn) {
            super(real.getEndpointUri(), ((DefaultEndpoint) real).getComponent());
            this.real = real;
            this.standIn = standIn;
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    standIn.act(real, exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("nothing comes in here");
        }
    }
}
