package io.minipush.hawtio;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.handler.SizeLimitHandler;

/**
 * The console at {@code /hawtio/}: Hawtio's own pages, and a server's part of our own that has nothing but what they need to show the routes
 * and to stop and start them. Who may come in was decided before; what he may ask for is {@link JolokiaPolicy}.
 */
public final class Hawtio {

    private static final int LONGEST_QUESTION = 256 << 10;

    /** No system property or variable of the environment changes these: they are set on the servlet itself. */
    private static final Map<String, String> JOLOKIA = Map.of(
            "allowErrorDetails", "false",
            "includeStackTrace", "false",
            "agentDescription", "minipush",
            "discoveryEnabled", "false");
    /** A JVM may have several gateways. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Hawtio() {
    }

    /** @param shown null as long as there are none */
    public static ServletContextHandler context(Supplier<ShownRoutes> shown) {
        ServletContextHandler context = new ServletContextHandler("/hawtio");
        ServletHolder jolokia = new ServletHolder("jolokia", new JolokiaDoor(shown));
        jolokia.setInitParameters(JOLOKIA);
        String name = "minipush-" + NUMBER.incrementAndGet();
        jolokia.setInitParameter("agentId", name);
        jolokia.setInitParameter("mbeanQualifier", "qualifier=" + name);
        context.addServlet(jolokia, "/jolokia/*");
        ServletHolder answers = new ServletHolder("answers", new HawtioAnswers());
        HawtioAnswers.PATHS.forEach(path -> context.addServlet(answers, path));
        context.addServlet(new ServletHolder("pages", new HawtioPages()), "/*");
        context.insertHandler(new SizeLimitHandler(LONGEST_QUESTION, -1));
        return context;
    }
}
