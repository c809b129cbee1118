package io.minipush.hawtio;

import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.xml.LwModelToXMLDumper;

/**
 * Routes as Hawtio reads them to draw them: without the error handler that stands before a route's beginning, since Hawtio takes it for a
 * step that nothing leads to, and then draws no route at all until its page is loaded anew; and with a mark at the ids that a person gave,
 * which makes Hawtio write them on the steps.
 */
public final class DrawnRoutes extends LwModelToXMLDumper {

    private static final Pattern ERROR_HANDLER = Pattern.compile("(?s)\\s*<errorHandler\\b[^>]*(?:/>|>.*?</errorHandler>)");
    /** Camel's own ids are the name of the element and a number. */
    private static final Pattern GIVEN_ID = Pattern.compile("(<\\w+ id=\"(?![a-zA-Z]+\\d+\")[^\"]*\")");

    @Override
    public String dumpModelAsXml(CamelContext context, NamedNode definition) throws Exception {
        return drawable(super.dumpModelAsXml(context, definition));
    }

    @Override
    public String dumpModelAsXml(CamelContext context, NamedNode definition, boolean resolvePlaceholders, boolean generatedIds, boolean sourceLocation) throws Exception {
        return drawable(super.dumpModelAsXml(context, definition, resolvePlaceholders, generatedIds, sourceLocation));
    }

    private static String drawable(String xml) {
        return xml == null ? null : GIVEN_ID.matcher(ERROR_HANDLER.matcher(xml).replaceAll("")).replaceAll("$1 customId=\"true\"");
    }
}
