package io.minipush.hawtio;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class DrawnRoutesTest {

    @Test
    void aRouteBeginsWithItsBeginning() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:a").routeId("a").errorHandler(noErrorHandler()).log("kept").id("kept").log("no name");
                    from("direct:b").routeId("b").errorHandler(defaultErrorHandler()).log("kept too").id("kept-too");
                }
            });
            String xml = new DrawnRoutes().dumpModelAsXml(context, (org.apache.camel.NamedNode) context.getRouteDefinition("a"))
                    + new DrawnRoutes().dumpModelAsXml(context, (org.apache.camel.NamedNode) context.getRouteDefinition("b"), false, true, false);
            assertThat(xml).contains("id=\"kept\"", "id=\"kept-too\"", "direct:a", "direct:b").doesNotContain("rrorHandler");
            assertThat(xml).contains("id=\"kept\" customId=\"true\"", "id=\"kept-too\" customId=\"true\"").containsPattern("<log (id=\"log\\d+\" )?message=\"no name\"");
        }
    }
}
