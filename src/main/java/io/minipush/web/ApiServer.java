package io.minipush.web;

import java.util.EnumSet;

import io.minipush.access.Keys;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import jakarta.servlet.DispatcherType;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** The door for producers and mini programs: HTTP in front of the routes of {@code rest-api}. */
public final class ApiServer implements AutoCloseable {

    /** Besides those that may wait for an end, as many as keep the database's connections busy; some say no to those who are too many. */
    private static final int THREADS = Waiters.MOST + 142;

    private final Server server;

    private ApiServer(Server server) {
        this.server = server;
    }

    /**
     * Opens the door. The routes behind it must run.
     *
     * @param keys        who may come in
     * @param servletName what connects the servlet with the routes of one gateway; a JVM may have several
     * @throws io.minipush.settings.InvalidSetting if the port is taken
     */
    public static ApiServer open(Settings settings, Keys keys, String servletName) throws Exception {
        return new ApiServer(Servers.open("api", THREADS, settings.api(), Setting.HTTP_PORT, context(keys, servletName)));
    }

    private static ServletContextHandler context(Keys keys, String servletName) {
        ServletContextHandler context = new ServletContextHandler("/");
        context.setErrorHandler(new ProblemHandler());
        context.addFilter(new FilterHolder(new KeyFilter(keys)), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(new FilterHolder(new BodyFilter()), "/*", EnumSet.of(DispatcherType.REQUEST));
        ServletHolder camel = new ServletHolder(servletName, DoorServlet.class);
        camel.setInitOrder(1);
        context.addServlet(camel, "/v1/*");
        return context;
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
