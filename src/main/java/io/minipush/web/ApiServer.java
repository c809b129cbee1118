package io.minipush.web;

import java.util.EnumSet;

import io.minipush.access.GuessThrottle;
import io.minipush.access.Keys;
import io.minipush.sdk.SdkAccess;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;

/** The door for producers and mini programs: HTTP in front of the routes of {@code rest-api} and {@code sdk-front-door}. */
public final class ApiServer implements AutoCloseable {

    /** Kept for the platform's own calls: while the database is away all others wait for it, and the platform waits five seconds. */
    private static final int THREADS_FOR_EVENTS = 24;
    /** Besides those that may wait for an end, as many as keep the database's connections busy; some say no to those who are too many. */
    private static final int THREADS = Waiters.MOST + 142 + THREADS_FOR_EVENTS;

    private final Server server;

    private ApiServer(Server server) {
        this.server = server;
    }

    /**
     * Opens the door. The routes behind it must run.
     *
     * @param keys        who may come in
     * @param throttle    slows down who guesses keys
     * @param sdks        which SDKs may
     * @param servletName what connects the servlet with the routes of one gateway; a JVM may have several
     * @throws io.minipush.settings.InvalidSetting if the port is taken
     */
    public static ApiServer open(Settings settings, Keys keys, GuessThrottle throttle, SdkAccess sdks, String servletName) throws Exception {
        return new ApiServer(Servers.open("api", THREADS, settings.api(), Setting.HTTP_PORT, Deadlines.inForce().body(),
                inTwoLines(context(keys, throttle, sdks, servletName), THREADS - THREADS_FOR_EVENTS - Servers.SPARE_THREADS, THREADS_FOR_EVENTS)));
    }

    /** The platform does not stand in line behind all others. */
    static Handler inTwoLines(Handler handler, int others, int events) {
        return Servers.bounded(Servers.bounded(handler, events, ApiServer::isEvent), others, request -> !isEvent(request));
    }

    private static boolean isEvent(Request request) {
        return Verbs.mayBeSigned(request.getHttpURI().getPath());
    }

    private static ServletContextHandler context(Keys keys, GuessThrottle throttle, SdkAccess sdks, String servletName) {
        ServletContextHandler context = new ServletContextHandler("/");
        context.setErrorHandler(new ProblemHandler());
        String sdkName = SdkParts.servlet(servletName);
        context.addFilter(new FilterHolder(butFor(sdkName, new KeyFilter(keys, throttle))), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(new FilterHolder(butFor(sdkName, new BodyFilter())), "/*", EnumSet.of(DispatcherType.REQUEST));
        ServletHolder camel = new ServletHolder(servletName, DoorServlet.class);
        camel.setInitOrder(1);
        context.addServlet(camel, "/v1/*");
        ServletHolder sdk = new ServletHolder(sdkName, new SdkServlet(sdks));
        sdk.setInitOrder(1);
        SdkRefusal.PREFIXES.forEach(prefix -> context.addServlet(sdk, prefix + "*"));
        return context;
    }

    /** A filter for all requests but those that the web server has found to be for this servlet; so no way of writing a path leads round it. */
    private static Filter butFor(String servlet, Filter filter) {
        return (request, response, chain) -> {
            if (servlet.equals(((HttpServletRequest) request).getHttpServletMapping().getServletName())) {
                chain.doFilter(request, response);
            } else {
                filter.doFilter(request, response, chain);
            }
        };
    }

    /** The port it really listens on. */
    public int port() {
        return Servers.port(server);
    }

    @Override
    public void close() {
        Servers.close(server);
    }
}
