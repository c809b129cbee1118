package io.minipush.web;

import java.util.EnumSet;

import io.minipush.access.Keys;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import jakarta.servlet.DispatcherType;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.QoSHandler;

/** The door for producers and mini programs: HTTP in front of the routes of {@code rest-api}. */
public final class ApiServer implements AutoCloseable {

    /** Besides those that may wait for an end, as many as keep the database's connections busy. */
    private static final int THREADS = Waiters.MOST + 136;

    /** Of these, kept free for the platform's own calls: while the database is away all others wait for it, and the platform waits 5 s. */
    private static final int THREADS_FOR_EVENTS = 24;
    /** Who comes when so many wait for a thread is told to come again. */
    private static final int MOST_IN_LINE = 10_000;

    private final Server server;

    private ApiServer(Server server) {
        this.server = server;
    }

    /**
     * Opens the door. The routes behind it must run.
     *
     * @param servletName what connects the servlet with the routes of one gateway; a JVM may have several
     * @throws io.minipush.settings.InvalidSetting if the port is taken
     */
    public static ApiServer open(Settings settings, String servletName) throws Exception {
        return new ApiServer(Servers.open("api", THREADS, settings.api(), Setting.HTTP_PORT,
                leavingRoom(context(Keys.of(settings.apiKey()), servletName), THREADS - THREADS_FOR_EVENTS)));
    }

    /** At most so many requests at a time, beside those of the platform; more wait without a thread. */
    static Handler leavingRoom(Handler handler, int most) {
        QoSHandler line = new QoSHandler(handler);
        line.exclude(EventsPath::isOf);
        line.setMaxRequestCount(most);
        line.setMaxSuspendedRequestCount(MOST_IN_LINE);
        return line;
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
