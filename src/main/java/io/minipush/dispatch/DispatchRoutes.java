package io.minipush.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.minipush.cluster.Node;
import io.minipush.dispatch.Claims.Claim;
import io.minipush.dispatch.Outcome.AppSignal;
import io.minipush.dispatch.Settlement.Finished;
import io.minipush.dispatch.Settlement.Settled;
import io.minipush.platform.Call;
import io.minipush.platform.Platforms;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;

/**
 * The two routes around the send routes that operators see but do not edit, since they own the message:
 * {@code dispatch-due} claims and hands on, {@code settle-outcomes} commits what became of it; and {@code take-over}, which
 * settles what a dead node had claimed.
 */
public final class DispatchRoutes extends RouteBuilder {

    private static final Duration ROOM = Duration.ofMillis(100);

    private final Claims claims;
    private final Settlement settlement;
    private final Outcomes outcomes;
    private final InFlight inFlight;
    private final Senders senders;
    private final Node node;
    private final DatabaseClock clock;
    private final Platforms platforms;
    private final Duration lease;
    private final Endings endings;
    private final UrgentLooks urgentLooks = new UrgentLooks();
    /** The apps with something due that found no place at their last claim. */
    private final Set<String> shortOfPlaces = new HashSet<>();
    /** What {@code find-lost-claims} did not know at its last look. */
    private Set<String> unknownBefore = Set.of();

    public DispatchRoutes(Claims claims, Settlement settlement, Outcomes outcomes, InFlight inFlight, Senders senders, Node node,
            DatabaseClock clock, Settings settings, Platforms platforms, Endings endings) {
        this.claims = claims;
        this.settlement = settlement;
        this.outcomes = outcomes;
        this.inFlight = inFlight;
        this.senders = senders;
        this.node = node;
        this.clock = clock;
        this.platforms = platforms;
        // Two posts at the most, a token in between, and time to spare.
        this.lease = settings.connectTimeout().plus(settings.responseTimeout()).multipliedBy(4).plusSeconds(10);
        this.endings = endings;
    }

    @Override
    public void configure() {
        errorHandler(defaultErrorHandler());
        onException(Exception.class).handled(true)
                .log(LoggingLevel.WARN, "${routeId} cannot work at present: ${exception.class.simpleName}");

        from("scheduler:dispatch-due?delay=100&initialDelay=0&greedy=true").routeId("dispatch-due")
                .description("Claims what is due, each notification with a credit of its user, and hands it to its send route")
                .onException(Exception.class).handled(true)
                    .log(LoggingLevel.WARN, "Nothing can be claimed at present: ${exception.class.simpleName}")
                .end()
                .process(this::noWorkYet).id("assume-no-work")
                .filter(exchange -> mayClaim()).id("may-claim")
                    .process(this::now).id("read-clock")
                    .to("sql:{{query:apps-with-work}}").id("find-apps-with-work")
                    .process(this::thoseThatCanSend).id("those-that-can-send")
                    .split(body()).id("each-app-with-work")
                        .to("direct:claim-due").id("claim")
                        .process(this::handOn).id("hand-on")
                    .end()
                .end();

        from("direct:claim-due").routeId("claim-due")
                .description("One claim of one app: gate, wake-ups, due notifications and their credits, in one commit")
                .errorHandler(noErrorHandler())
                .transacted("one-commit").id("one-commit-per-claim")
                    .process(this::claim).id("claim-due-notifications")
                .end();

        from("scheduler:settle-outcomes?delay=1&initialDelay=0&greedy=true").routeId("settle-outcomes")
                .description("Takes what became of the attempts, as it gathers, and commits it: state, credit and books together")
                .onException(Exception.class).handled(true)
                    .process(exchange -> outcomes.failed())
                    .log(LoggingLevel.WARN, "Outcomes cannot be committed at present, nothing new is claimed: ${exception.class.simpleName}")
                    .delay(500).end()
                .end()
                .process(exchange -> exchange.getMessage().setBody(outcomes.take())).id("gather")
                .process(exchange -> worked(exchange, !exchange.getMessage().getBody(List.class).isEmpty())).id("note-work")
                .filter(simple("${body.size} > 0")).id("anything-to-settle")
                    .setVariable("batch", body()).id("keep-settled-batch")
                    .to("direct:settle-batch").id("settle")
                    .process(this::committed).id("tell-ends")
                .end();

        from("direct:settle-batch").routeId("settle-batch")
                .description("One batch of outcomes in one commit")
                .errorHandler(noErrorHandler())
                .transacted("one-commit").id("one-commit-per-batch")
                    .process(this::settle).id("settle-batch-of-outcomes")
                .end();

        from("scheduler:take-over?delay=1000").routeId("take-over")
                .description("Settles what a silent node had claimed: its sender died, so each is in doubt")
                .filter(exchange -> node.isAlive()).id("is-this-node-alive")
                    .process(exchange -> exchange.getMessage().setBody(Map.of("silent_since", clock.now().minus(Node.SILENT_AFTER)))).id("since-when")
                    .to("sql:{{query:orphaned-claims}}").id("find-orphaned-claims")
                    .split(body()).id("each-orphan")
                        .process(this::takeOver).id("take-over-claim")
                    .end()
                .end();

        from("scheduler:find-lost-claims?delay=5000").routeId("find-lost-claims")
                .description("Settles what this node has claimed without knowing it: a commit whose answer was lost with the connection")
                .filter(exchange -> node.isAlive()).id("is-node-alive-to-look")
                    .process(exchange -> exchange.getMessage().setBody(Map.of("node", node.id()))).id("name-node")
                    .to("sql:{{query:own-claims}}").id("find-own-claims")
                    .process(this::keepLost).id("keep-lost-ones")
                    .split(body()).id("each-lost-claim")
                        .process(this::takeOver).id("settle-lost-claim")
                    .end()
                .end();

        from("scheduler:end-overdue-attempts?delay=1000").routeId("end-overdue-attempts")
                .description("Ends attempts whose route does not come back")
                .process(exchange -> exchange.getMessage().setBody(inFlight.endOverdue(lease))).id("end-overdue")
                .filter(simple("${body} > 0")).id("any-overdue")
                    .log(LoggingLevel.WARN, "${body} attempt(s) did not come back from the send route in time").id("warn-overdue")
                .end();
    }

    /** A silent node or a database that takes no outcomes: nothing is claimed that cannot be finished. */
    private boolean mayClaim() {
        return node.isAlive() && !outcomes.isFailing();
    }

    /** Those of this node's apps that have the token they need, and none of whose send routes is stopped. */
    @SuppressWarnings("unchecked")
    private void thoseThatCanSend(Exchange exchange) {
        List<String> apps = new ArrayList<>();
        for (Map<String, Object> row : (List<Map<String, Object>>) exchange.getMessage().getBody(List.class)) {
            String app = (String) row.get("app_id");
            boolean hasToken = ((Number) row.get("has_token")).intValue() == 1;
            if (platforms.serves(app) && (hasToken || !platforms.usesAccessToken(app)) && platforms.routes(app).stream().allMatch(this::isStarted)) {
                apps.add(app);
            }
        }
        exchange.getMessage().setBody(apps);
    }

    private boolean isStarted(String route) {
        ServiceStatus status = getContext().getRouteController().getRouteStatus(route);
        return status != null && status.isStarted();
    }

    private void noWorkYet(Exchange exchange) {
        worked(exchange, false);
    }

    /** A scheduler that worked runs again at once, one that did not waits its delay. */
    private static void worked(Exchange exchange, boolean worked) {
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, worked);
    }

    private void now(Exchange exchange) {
        exchange.getMessage().setBody(Map.of("now", clock.now()));
    }

    private void claim(Exchange exchange) {
        String appId = exchange.getMessage().getBody(String.class);
        InFlight.Places places = inFlight.places(appId);
        InFlight.Places unprovable = inFlight.unprovablePlaces(appId);
        // What was left without a place makes every look a vain one until there are enough places, unless something else is due.
        boolean crowded = places.urgentOnly() || unprovable.urgentOnly() && shortOfPlaces.contains(appId);
        boolean look = places.most() > 0 && (!crowded || urgentLooks.isDue(appId));
        exchange.getMessage().setBody(look ? claims.claim(appId, places, unprovable, inFlight.isIdle(appId)) : null);
    }

    private void handOn(Exchange exchange) throws InterruptedException {
        Claim claim = exchange.getMessage().getBody(Claim.class);
        if (claim != null && claim.leftSome()) {
            shortOfPlaces.add(claim.appId());
        } else if (claim != null) {
            shortOfPlaces.remove(claim.appId());
        }
        if (claim == null || !claim.worked() && (claim.leftSome() || inFlight.places(claim.appId()).urgentOnly())) {
            // Work, but no place for it: wait for a place rather than ask the database again and again.
            inFlight.awaitSettled(ROOM);
            worked(exchange, true);
            return;
        }
        claim.notifications().forEach(inFlight::claimed);
        for (ClaimedNotification notification : claim.notifications()) {
            // One that nothing can carry any more is claimed only to end.
            Call call = platforms.call(notification.appId(), notification.channel()).orElse(null);
            Attempt attempt = new Attempt(notification, node, call, clock, claim.probe());
            if (!notification.expiresAt().isAfter(clock.instant())) {
                inFlight.end(attempt, new Ending.PastItsEnd());
            } else if (notification.lacksCredit()) {
                inFlight.end(attempt, new Ending.NoCredit());
            } else {
                senders.send(attempt);
            }
        }
        if (claim.budgetDay() != null) {
            endings.budgetIsUsedUp(claim.appId(), claim.budgetDay());
        }
        worked(exchange, claim.worked());
    }

    @SuppressWarnings("unchecked")
    private void settle(Exchange exchange) {
        exchange.getMessage().setBody(settlement.settle(exchange.getMessage().getBody(List.class)));
    }

    @SuppressWarnings("unchecked")
    private void committed(Exchange exchange) {
        List<Finished> batch = exchange.getVariable("batch", List.class);
        outcomes.done(batch);
        batch.forEach(one -> inFlight.settled(one.notification()));
        List<Settled> settled = exchange.getMessage().getBody(List.class);
        // The app rests: what waits for its turn would only be refused, too.
        settled.stream().filter(one -> one.outcome().signal() == AppSignal.REST).map(one -> one.notification().appId()).distinct()
                .forEach(app -> senders.giveBack(app, waiting -> true));
        settled.stream().filter(Settled::news).map(Settled::notification)
                .forEach(gone -> senders.giveBack(gone.appId(), waiting -> waiting.channel() == gone.channel()));
        endings.tell(settled);
    }

    /** Lost is what was unknown at the last look and still is: a claim is known some milliseconds after its commit. */
    @SuppressWarnings("unchecked")
    private void keepLost(Exchange exchange) {
        Map<String, Map<String, Object>> unknown = new HashMap<>();
        for (Map<String, Object> row : (List<Map<String, Object>>) exchange.getMessage().getBody(List.class)) {
            long claimNo = ((Number) row.get("claim_no")).longValue();
            if (!inFlight.knows((String) row.get("id"), claimNo)) {
                unknown.put(row.get("id") + "/" + claimNo, row);
            }
        }
        List<Map<String, Object>> lost = unknown.entrySet().stream().filter(one -> unknownBefore.contains(one.getKey())).map(Map.Entry::getValue).toList();
        unknownBefore = Set.copyOf(unknown.keySet());
        exchange.getMessage().setBody(lost);
    }

    private void takeOver(Exchange exchange) {
        ClaimedNotification orphan = ClaimedNotification.of(exchange.getMessage().getBody(Map.class));
        if (!platforms.serves(orphan.appId())) {
            return;
        }
        // It takes a place until it is settled, like a claim of our own.
        inFlight.claimed(orphan);
        outcomes.add(new Finished(orphan, new Ending.SenderDied(), false));
    }
}
