package io.minipush.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.servlet.ServletComponent;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Builds a route file in a Camel context that is thrown away, without starting what would take real messages, files or
 * triggers: what cannot be built there cannot be built in the gateway.
 */
final class ScratchContext {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*).*", Pattern.DOTALL);

    private final CamelContext gateway;
    private final PropertiesFunction queries;

    /** @param gateway whose beans, placeholders and connections routes may refer to */
    ScratchContext(CamelContext gateway) {
        this(gateway, gateway.getPropertiesComponent().getPropertiesFunction("query"));
    }

    private ScratchContext(CamelContext gateway, PropertiesFunction queries) {
        this.gateway = gateway;
        this.queries = queries;
    }

    /** The same with the statements of another database. */
    ScratchContext on(PropertiesFunction others) {
        return new ScratchContext(gateway, others);
    }

    /**
     * A new context in which routes find what they find in the gateway; not started.
     *
     * @param beans asked before the gateway's
     */
    DefaultCamelContext open(BeanRepository... beans) {
        List<BeanRepository> repositories = new ArrayList<>(List.of(beans));
        repositories.add(gateway.getRegistry());
        DefaultCamelContext context = new DefaultCamelContext(new DefaultRegistry(repositories.toArray(BeanRepository[]::new)));
        context.getCamelContextExtension().setName("minipush-scratch");
        context.disableJMX();
        context.setAutoStartup(false);
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        PropertiesComponent placeholders = (PropertiesComponent) context.getPropertiesComponent();
        placeholders.setInitialProperties(gateway.getPropertiesComponent().loadProperties());
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        placeholders.addPropertiesFunction(queries);
        context.getComponent("sql", SqlComponent.class).setDataSource(gateway.getComponent("sql", SqlComponent.class).getDataSource());
        if (gateway.hasComponent("jms") instanceof JmsComponent jms) {
            context.getComponent("jms", JmsComponent.class).setConfiguration(jms.getConfiguration().copy());
        }
        if (gateway.hasComponent("sdk") instanceof ServletComponent sdk) {
            ServletComponent same = new ServletComponent();
            same.setServletName(sdk.getServletName());
            context.addComponent("sdk", same);
        }
        return context;
    }

    /**
     * @param beside the files whose route configurations its routes may name
     * @throws RouteRejected with the first thing that cannot be built
     */
    void build(RouteFile file, List<RouteFile> beside) throws RouteRejected {
        try (DefaultCamelContext context = open()) {
            checkComponents(file, context);
            checkBeans(file);
            try {
                context.start();
                for (RouteFile other : beside) {
                    RouteFile configurations = other.configurations();
                    if (configurations != null) {
                        load(context, configurations);
                    }
                }
                load(context, file);
            } catch (Exception | LinkageError e) {
                throw new RouteRejected(List.of(FaultFinder.find(file, e)));
            }
        } catch (java.io.IOException e) {
            throw new RouteRejected(file.name(), 0, "cannot be tried: " + e.getMessage());
        }
    }

    static void load(CamelContext context, RouteFile file) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file.name(), file.text()));
    }

    /** Adds the routes, but leaves it to the caller to start them. */
    static void loadUnstarted(CamelContext context, RouteFile file) throws Exception {
        Resource text = ResourceHelper.fromString(file.name(), file.text());
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(text))) {
            ((RouteBuilder) builder).addLifecycleInterceptor(new RouteBuilderLifecycleStrategy() {
                @Override
                public void afterConfigure(RouteBuilder configured) {
                    configured.getRouteCollection().getRoutes().forEach(route -> route.setAutoStartup("false"));
                }
            });
            context.addRoutes(builder);
        }
    }

    private static void checkComponents(RouteFile file, CamelContext context) throws RouteRejected {
        List<RouteFault> faults = new ArrayList<>();
        uris(file.root(), "", (pointer, uri) -> {
            Matcher scheme = SCHEME.matcher(uri);
            if (scheme.matches() && context.getComponent(scheme.group(1), true, false) == null) {
                faults.add(file.fault(pointer, "there is no component '" + scheme.group(1) + "' (those that do not come with minipush belong into lib/ext)"));
            }
        });
        if (!faults.isEmpty()) {
            throw new RouteRejected(faults);
        }
    }

    private interface Visitor {
        void visit(String pointer, String uri);
    }

    private static void uris(JsonNode node, String pointer, Visitor visitor) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                uris(node.get(i), pointer + "/" + i, visitor);
            }
        } else if (node.isObject()) {
            if (node.path("uri").isTextual()) {
                visitor.visit(pointer + "/uri", node.get("uri").asText());
            }
            node.fields().forEachRemaining(member -> uris(member.getValue(), pointer + "/" + member.getKey(), visitor));
        }
    }

    /** Camel looks for a bean's method only when a message comes. */
    private void checkBeans(RouteFile file) throws RouteRejected {
        List<RouteFault> faults = new ArrayList<>();
        beanCalls(file, file.root(), "", faults);
        if (!faults.isEmpty()) {
            throw new RouteRejected(faults);
        }
    }

    private void beanCalls(RouteFile file, JsonNode node, String pointer, List<RouteFault> faults) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                beanCalls(file, node.get(i), pointer + "/" + i, faults);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> member : (Iterable<Map.Entry<String, JsonNode>>) node::fields) {
            String inner = pointer + "/" + member.getKey();
            JsonNode call = member.getValue();
            if (Set.of("bean", "method").contains(member.getKey()) && call.path("ref").isTextual()) {
                String ref = call.get("ref").asText();
                Object bean = gateway.getRegistry().lookupByName(ref);
                if (bean == null) {
                    faults.add(file.fault(inner + "/ref", "there is no bean '" + ref + "'"));
                } else if (call.path("method").isTextual() && !hasMethod(bean.getClass(), call.get("method").asText())) {
                    faults.add(file.fault(inner + "/method", "the bean '" + ref + "' has no method '" + call.get("method").asText() + "'"));
                }
            }
            beanCalls(file, call, inner, faults);
        }
    }

    private static boolean hasMethod(Class<?> type, String call) {
        Matcher name = METHOD.matcher(call);
        if (!name.matches()) {
            return false;
        }
        for (var method : type.getMethods()) {
            if (method.getName().equals(name.group(1))) {
                return true;
            }
        }
        return false;
    }
}
