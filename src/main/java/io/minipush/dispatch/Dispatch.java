package io.minipush.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.cluster.Node;
import io.minipush.notification.End;
import io.minipush.platform.Platforms;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Dialect;
import io.minipush.storage.Statements;
import io.minipush.token.AccessTokens;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The delivery of this node: put together before the context starts, drained before it stops. */
public final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    /** The answers on their way are awaited for so long at a shutdown, then the posts are in doubt. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(15);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);

    private final CamelContext context;
    private final Platforms platforms;
    private final Outcomes outcomes;
    private final InFlight inFlight;
    private final Senders senders;

    /**
     * Adds the routes and binds what the send routes need.
     *
     * @param witness is told, inside the commit, what came to an end
     */
    public Dispatch(CamelContext context, Statements statements, Dialect dialect, DatabaseClock clock, Node node, Settings settings,
            Platforms platforms, MeterRegistry meters, Endings endings, Consumer<List<End>> witness) throws Exception {
        this.context = context;
        this.platforms = platforms;
        this.outcomes = new Outcomes();
        this.inFlight = new InFlight(settings.maxInFlight(),
                one -> !one.isToBePosted(one.claimedAt()) || platforms.proves(one.appId(), one.channel()), outcomes);
        this.senders = new Senders(context, inFlight, settings.maxInFlight());
        PlatformTimes times = new PlatformTimes(meters);
        context.getCamelContextExtension().registerEndpointCallback(new PermittedHttp(platforms.messageCalls(), times));
        context.getRegistry().bind("send", new SendSteps(context.getRegistry().lookupByNameAndType("tokens", AccessTokens.class), times));
        context.addRoutes(new DispatchRoutes(
                new Claims(statements, dialect, clock, node, settings, platforms),
                new Settlement(statements, clock, settings, platforms, witness),
                outcomes, inFlight, senders, node, clock, settings, platforms,
                endings));
        meters.gauge("minipush.in.flight", inFlight, InFlight::total);
        Gauge.builder("minipush.send.routes.stopped", this, dispatch -> dispatch.stoppedRoutes().size())
                .description("Routes without which messages do not leave, that somebody has stopped by hand").register(meters);
    }

    /** One sentence while somebody has stopped a route without which messages do not leave. */
    public Optional<String> warning() {
        List<String> stopped = stoppedRoutes();
        return stopped.isEmpty() ? Optional.empty()
                : Optional.of("on this node nothing is claimed for the apps that need " + String.join(", ", stopped) + ": stopped by hand, until it is started or the node is");
    }

    /** The routes that somebody has stopped on this node, and without which no message of this app leaves it. */
    public List<String> stopped(String appId) {
        return context.isStarted() ? Stream.concat(platforms.routes(appId).stream(), Stream.of("dispatch-due")).filter(this::isStopped).sorted().toList() : List.of();
    }

    private List<String> stoppedRoutes() {
        return context.isStarted() ? platforms.calls().stream().map(call -> call.route().id()).distinct().filter(this::isStopped).sorted().toList() : List.of();
    }

    private boolean isStopped(String route) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route);
        return status == null || !status.isStarted();
    }

    /** Stops claiming, gives back what was not posted, waits for the answers that are on their way and settles all of it. */
    public void drain() throws Exception {
        context.getRouteController().stopRoute("dispatch-due");
        context.getRouteController().stopRoute("take-over");
        senders.stop();
        if (!settledWithin(LONGEST_DRAIN)) {
            int doubtful = inFlight.endOverdue(Duration.ZERO);
            LOG.warn("{} answer(s) did not come in time: those notifications are in doubt", doubtful);
            if (!settledWithin(LAST_COMMIT)) {
                LOG.warn("{} notification(s) could not be settled; another node, or the next start, takes them over", inFlight.total());
            }
        }
        senders.close();
        outcomes.close();
    }

    private boolean settledWithin(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (inFlight.total() > 0 && System.nanoTime() < deadline) {
            inFlight.awaitSettled(Duration.ofMillis(100));
        }
        return inFlight.total() == 0;
    }
}
