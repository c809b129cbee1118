package io.minipush.status;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.books.StockFigures;
import io.minipush.dispatch.Dispatch;
import io.minipush.hands.AppStatus;
import io.minipush.health.Readiness;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.web.ManagementServer;
import org.apache.camel.CamelContext;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page {@code /} of the management server: why messages do not leave, and what to do about it. Takes a sample a minute as long as it is open. */
public final class StatusPage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusPage.class);
    private static final int FIRST_SECONDS = 5;
    private static final int BETWEEN_SECONDS = 60;

    private final ScheduledExecutorService minutes;
    private final ReachableUsers users;

    private StatusPage(ScheduledExecutorService minutes, ReachableUsers users) {
        this.minutes = minutes;
        this.users = users;
    }

    /** Adds the page to a server. The routes must run. */
    public static StatusPage open(ManagementServer server, CamelContext context, Settings settings, Statements statements, DatabaseClock clock,
            MeterRegistry meters, Dispatch dispatch, Readiness readiness) {
        Figures figures = new Figures(meters, context.getRegistry().lookupByNameAndType("stock-figures", StockFigures.class));
        ReachableUsers users = new ReachableUsers(statements, clock, settings.creditMargin());
        StatusReport report = new StatusReport(settings, statements, clock, context.getRegistry().lookupByNameAndType("appStatus", AppStatus.class),
                figures, users, dispatch::stopped);
        server.add("", new PageServlet("index.html", "text/html"));
        server.add("/status.css", new PageServlet("status.css", "text/css"));
        server.add("/status.js", new PageServlet("status.js", "text/javascript"));
        server.add("/words.js", new PageServlet("words.js", "text/javascript"));
        server.add("/status.json", new StatusServlet(report, figures, readiness::warnings));
        server.add("/status/deeds", new DeedsServlet(settings.apps().keySet(), context));
        ScheduledExecutorService minutes = Executors.newSingleThreadScheduledExecutor(new CamelThreadFactory("#name#", "status-samples", true));
        minutes.scheduleAtFixedRate(() -> sample(figures), FIRST_SECONDS, BETWEEN_SECONDS, TimeUnit.SECONDS);
        return new StatusPage(minutes, users);
    }

    private static void sample(Figures figures) {
        try {
            figures.sample();
        } catch (RuntimeException e) {
            // The next minute has its own sample.
            LOG.debug("no sample", e);
        }
    }

    @Override
    public void close() {
        minutes.shutdownNow();
        users.close();
    }
}
