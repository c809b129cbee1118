package io.minipush.events;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.minipush.events.EventCheck.Genuine;
import io.minipush.events.PlatformEvent.Dated;
import io.minipush.settings.App;
import io.minipush.storage.DatabaseClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the platform's events come in. What {@link #take} has returned for is on the disk, or need not be: the database is not asked, so
 * the answer is as fast when that is away. Any thread.
 */
public final class EventInbox {

    private static final Logger LOG = LoggerFactory.getLogger(EventInbox.class);
    private static final long BETWEEN_WARNINGS = 60_000_000_000L;

    private final Map<String, App> apps;
    private final Spool spool;
    private final DatabaseClock clock;
    private final EventMetrics metrics;
    private final Map<String, EventCheck> checks = new ConcurrentHashMap<>();
    private final Map<String, RecentSignatures> signatures = new ConcurrentHashMap<>();
    private final Map<String, Long> warned = new ConcurrentHashMap<>();

    EventInbox(Map<String, App> apps, Spool spool, DatabaseClock clock, EventMetrics metrics) {
        this.apps = apps;
        this.spool = spool;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Whether this app's events are taken at all. */
    public boolean isOpenFor(String appId) {
        return check(appId).isPresent();
    }

    /**
     * The check that the platform's console makes.
     *
     * @return what is to be answered
     */
    public String echo(String appId, Map<String, String> query) throws Forged {
        try {
            return check(appId).orElseThrow().echo(query);
        } catch (Forged e) {
            throw refuse(appId, e);
        }
    }

    /**
     * Takes an event in.
     *
     * @throws Forged     if the platform did not send it, or another body with the same signature
     * @throws Unreadable if it cannot be understood
     * @throws IOException if it could not be kept: the platform has to repeat it
     */
    public void take(String appId, Map<String, String> query, byte[] body) throws Forged, Unreadable, IOException {
        String name = EventMetrics.UNKNOWN;
        String outcome = EventMetrics.UNREADABLE;
        try {
            Genuine genuine = check(appId).orElseThrow().read(query, body);
            PlatformEvent event = EventReader.read(genuine.document());
            name = event.name();
            outcome = EventMetrics.NOT_KEPT;
            outcome = take(appId, query, genuine, event);
        } catch (Forged e) {
            outcome = EventMetrics.FORGED;
            throw refuse(appId, e);
        } finally {
            if (outcome != null) {
                metrics.count(appId, name, outcome);
            }
        }
    }

    /** @return what became of it; null: that will be seen when it is applied */
    private String take(String appId, Map<String, String> query, Genuine genuine, PlatformEvent event) throws Forged, IOException {
        Instant now = clock.instant();
        if (event instanceof Dated dated && !EventMemory.mayComeIn(dated.at(), now) || !genuine.bound() && !EventMemory.mayComeIn(signedAt(query), now)) {
            return EventMetrics.OUTDATED;
        }
        if (genuine.bound() && event instanceof PlatformEvent.Other) {
            return EventMetrics.IGNORED;
        }
        RecentSignatures recent = signatures.computeIfAbsent(appId, app -> new RecentSignatures());
        switch (recent.meet(genuine.signature(), genuine.body())) {
            case SAME_BODY -> {
                return EventMetrics.DUPLICATE;
            }
            case ANOTHER_BODY -> throw new Forged("the signature has been used for another event");
            default -> {
                // A loose signature is kept also of an event that matters to nobody: it could come again on one that does.
                spool.write(new SpooledEvent(appId, now, genuine.bound() ? Optional.empty()
                        : Optional.of(new SpooledEvent.Loose(genuine.signature(), genuine.body())), genuine.document()).toBytes());
                recent.kept(genuine.signature(), genuine.body());
                return null;
            }
        }
    }

    private static Instant signedAt(Map<String, String> query) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(query.get("timestamp")));
        } catch (NumberFormatException | DateTimeException e) {
            return Instant.MIN;
        }
    }

    private Optional<EventCheck> check(String appId) {
        return Optional.ofNullable(checks.computeIfAbsent(appId,
                app -> Optional.ofNullable(apps.get(app)).flatMap(App::events).map(keys -> new EventCheck(keys, app)).orElse(null)));
    }

    /** Who sets up the console has to see why it says no; a flood of forgeries must not fill the log. */
    private Forged refuse(String appId, Forged forged) {
        long now = System.nanoTime();
        Long last = warned.get(appId);
        if (last == null ? warned.putIfAbsent(appId, now) == null : now - last >= BETWEEN_WARNINGS && warned.replace(appId, last, now)) {
            LOG.warn("A call to the events of app {} was refused: {}", appId, forged.getMessage());
        }
        return forged;
    }
}
