package io.minipush.web;

import java.util.concurrent.atomic.AtomicReference;

import io.minipush.access.GuessThrottle;
import io.minipush.access.Keys;
import io.minipush.hawtio.Hawtio;
import io.minipush.hawtio.ShownRoutes;
import io.minipush.health.Readiness;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import jakarta.servlet.http.HttpServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/**
 * The door for operators, on a server of its own that a flood at the API does not reach: {@link HealthPages} for anybody, and behind the
 * {@link ConsoleGate} what people look at.
 */
public final class ManagementServer implements AutoCloseable {

    private static final int THREADS = 16;
    /** At the same time; the others of those who are served are probes and scrapers, which no crowd of people keeps waiting. */
    private static final int MOST_LOOKING = 4;
    private static final int LONGEST_FORM = 4 << 10;

    private final Server server;
    private final ServletContextHandler pages;
    private final AtomicReference<ShownRoutes> routes;

    private ManagementServer(Server server, ServletContextHandler pages, AtomicReference<ShownRoutes> routes) {
        this.server = server;
        this.pages = pages;
        this.routes = routes;
    }

    /**
     * Opens the door; it may be open before anything else runs.
     *
     * @param keys     who may look at more than health and figures
     * @param throttle slows down who guesses keys
     * @throws io.minipush.settings.InvalidSetting if the port is taken
     */
    public static ManagementServer open(Settings settings, Keys keys, GuessThrottle throttle, Readiness readiness, Meters meters) throws Exception {
        Sessions sessions = new Sessions(keys);
        ServletContextHandler pages = new ServletContextHandler("/");
        pages.setErrorHandler(new ProblemHandler());
        pages.setMaxFormContentSize(LONGEST_FORM);
        pages.addServlet(new ServletHolder(new LoginServlet(keys, throttle, sessions)), ConsoleGate.LOGIN);
        pages.addServlet(new ServletHolder(new LogoutServlet(sessions)), ConsoleGate.LOGOUT);
        AtomicReference<ShownRoutes> routes = new AtomicReference<>();
        ServletContextHandler hawtio = Hawtio.context(routes::get);
        hawtio.setErrorHandler(new ProblemHandler());
        Handler gate = new ConsoleGate(keys, throttle, sessions, settings.management(), new ContextHandlerCollection(hawtio, pages));
        Handler all = new Handler.Sequence(new HealthPages(readiness, meters), Servers.bounded(gate, MOST_LOOKING, request -> true));
        return new ManagementServer(Servers.open("management", THREADS, settings.management(), Setting.MANAGEMENT_PORT, Deadlines.inForce().people(),
                Servers.bounded(all, THREADS - Servers.SPARE_THREADS, request -> true)), pages, routes);
    }

    /**
     * Adds a page for operators; it may come while the server runs. The {@link ConsoleGate} stands before it: whoever gets there may read,
     * and who sends anything but GET and HEAD may operate. The servlet finds his key as the request attribute
     * {@link io.minipush.access.Key#ATTRIBUTE} and has to look itself which apps it serves.
     *
     * @param path as servlets are mapped: the empty string is {@code /} alone
     */
    public void add(String path, HttpServlet page) {
        pages.addServlet(new ServletHolder(page), path);
    }

    /** Shows the routes in Hawtio. */
    public void show(ShownRoutes shown) {
        routes.set(shown);
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
