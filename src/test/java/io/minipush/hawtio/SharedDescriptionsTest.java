package io.minipush.hawtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Whatever Camel manages is told word for word as Camel would tell it. */
class SharedDescriptionsTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @Test
    void allIsDescribedAsCamelDescribesIt() throws Exception {
        Map<String, MBeanInfo> camels = told("camels-own", false);
        Map<String, MBeanInfo> ours = told("shared", true);
        ours.keySet().removeIf(name -> name.contains(SharedDescriptions.class.getSimpleName()));
        assertThat(ours.keySet()).isEqualTo(camels.keySet()).anyMatch(name -> name.contains("first")).anyMatch(name -> name.contains("second")).anyMatch(name -> name.contains("special"));
        camels.forEach((name, info) -> assertThat(ours.get(name)).as(name).isEqualTo(info));
    }

    @Test
    void eachTellsOfItselfAndObeysForItself() throws Exception {
        try (DefaultCamelContext context = context("each", true)) {
            context.start();
            context.createProducerTemplate().sendBody("direct:a", "x");
            ObjectName first = named(context, "processors", "first");
            ObjectName second = named(context, "processors", "second");
            assertThat(SERVER.getAttribute(first, "ProcessorId")).isEqualTo("first");
            assertThat(SERVER.getAttribute(second, "ProcessorId")).isEqualTo("second");
            assertThat(SERVER.getAttribute(second, "ExchangesTotal")).isEqualTo(1L);
            SERVER.invoke(first, "reset", new Object[0], new String[0]);
            assertThat(SERVER.getAttribute(first, "ExchangesTotal")).isEqualTo(0L);
            assertThat(SERVER.getAttribute(second, "ExchangesTotal")).isEqualTo(1L);
            SERVER.setAttribute(first, new javax.management.Attribute("StatisticsEnabled", false));
            assertThat(SERVER.getAttribute(first, "StatisticsEnabled")).isEqualTo(false);
            assertThat(SERVER.getAttribute(second, "StatisticsEnabled")).isEqualTo(true);
            assertThat(SERVER.getAttribute(named(context, "components", "special"), "Own")).isEqualTo("its own");
        }
    }

    @Test
    void whatIsReadIsWhatCamelReads() throws Exception {
        try (DefaultCamelContext context = context("reads", true)) {
            context.start();
            int compared = 0;
            for (ObjectName each : SERVER.queryNames(new ObjectName("org.apache.camel:context=reads,*"), null)) {
                for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(each).getAttributes()) {
                    String getter = (String) attribute.getDescriptor().getFieldValue("getMethod");
                    if (attribute.isReadable() && !attribute.getName().matches(".*(Up[tT]ime|Timestamp|Load|Memory|Time).*")) {
                        assertThat(String.valueOf(SERVER.getAttribute(each, attribute.getName()))).as(each + " " + attribute.getName())
                                .isEqualTo(String.valueOf(SERVER.invoke(each, getter, new Object[0], new String[0])));
                        compared++;
                    }
                }
            }
            assertThat(compared).isGreaterThan(200);
            ObjectName endpoint = SERVER.queryNames(new ObjectName("org.apache.camel:context=reads,type=endpoints,name=\"mock:*\""), null).iterator().next();
            assertThat((String) SERVER.getAttribute(endpoint, "EndpointUri")).contains("scott").doesNotContain("tiger");
        }
    }

    private static Map<String, MBeanInfo> told(String name, boolean shared) throws Exception {
        try (DefaultCamelContext context = context(name, shared)) {
            context.start();
            Map<String, MBeanInfo> told = new TreeMap<>();
            for (ObjectName each : SERVER.queryNames(new ObjectName("org.apache.camel:context=" + name + ",*"), null)) {
                told.put(each.getCanonicalName().replaceAll("context=[^,]*|0x[0-9a-f]+|" + name, ""), SERVER.getMBeanInfo(each));
            }
            return told;
        }
    }

    private static ObjectName named(DefaultCamelContext context, String type, String id) throws Exception {
        Set<ObjectName> found = SERVER.queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=" + type + ",name=\"" + id + "\""), null);
        assertThat(found).hasSize(1);
        return found.iterator().next();
    }

    private static DefaultCamelContext context(String name, boolean shared) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getCamelContextExtension().setName(name);
        if (shared) {
            context.getCamelContextExtension().setManagementMBeanAssembler(new SharedDescriptions(context));
        }
        context.addComponent("special", new Special());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").routeId("a").setBody(constant("1")).id("first").setBody(constant("2")).id("second").to("mock:scott:tiger@end").id("end");
            }
        });
        return context;
    }

    @ManagedResource(description = "Has an attribute of its own")
    public static final class Special extends DirectComponent {

        @ManagedAttribute(description = "What only it has")
        public String getOwn() {
            return "its own";
        }
    }
}
