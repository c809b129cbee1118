package io.minipush.template;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.minipush.notification.Channel;
import io.minipush.notification.Templates;
import io.minipush.settings.App;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import io.minipush.token.AccessTokens;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/**
 * The templates of the apps as this node knows them: a parsed copy of the table {@code template_list}, a few seconds old. An app has a
 * row there once somebody has used its subscribe channel or asked for its templates; only such apps are asked for.
 *
 * <p>Any thread. What may wait for the platform says so, and must not be called inside a transaction.
 */
public final class TemplateLists implements Templates {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateLists.class);
    private static final long LOOK_AGAIN_MILLIS = 200;

    private record Copy(LocalDateTime askedAt, LocalDateTime fetchedAt, Optional<TemplateListing> listing) {

        boolean isBeingFetched() {
            return askedAt != null && (fetchedAt == null || fetchedAt.isBefore(askedAt));
        }
    }

    private final Map<String, App> apps;
    private final Statements statements;
    private final DatabaseClock clock;
    private final AccessTokens tokens;
    private final TemplatePace pace;
    private final Duration patience;
    private final Function<Map<String, Object>, ? extends Future<?>> fetch;
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();
    private final Map<String, Future<?>> flights = new ConcurrentHashMap<>();

    /**
     * @param apps     of others nothing is known, and nothing is asked
     * @param patience the longest that a caller waits for the platform
     * @param fetch    begins {@code direct:demand-templates} on another thread
     */
    TemplateLists(Map<String, App> apps, Statements statements, DatabaseClock clock, AccessTokens tokens, TemplatePace pace, Duration patience,
            Function<Map<String, Object>, ? extends Future<?>> fetch) {
        this.apps = apps;
        this.statements = statements;
        this.clock = clock;
        this.tokens = tokens;
        this.pace = pace;
        this.patience = patience;
        this.fetch = fetch;
    }

    /** Reads from the table what is newer than the copy. Called by the routes. */
    public synchronized void reload() {
        for (Map<String, Object> row : statements.rows("template-lists", Map.of())) {
            String app = (String) row.get("app_id");
            if (!isAsked(app)) {
                continue;
            }
            LocalDateTime fetchedAt = Utc.dateTime(row.get("fetched_at"));
            Copy known = copies.get(app);
            boolean newer = fetchedAt != null && (known == null || !fetchedAt.equals(known.fetchedAt));
            copies.put(app, new Copy(Utc.dateTime(row.get("asked_at")), fetchedAt, newer ? read(app) : known == null ? Optional.empty() : known.listing));
        }
    }

    private Optional<TemplateListing> read(String app) {
        return statements.row("read-template-list", Map.of("app", app))
                .map(row -> new TemplateListing(Utc.instant(row.get("fetched_at")), (String) row.get("listing")));
    }

    /**
     * Whose list is to be asked for, as the body of {@code direct:fetch-templates}: those that have not been asked for within their time, and that
     * have a token to ask with.
     */
    public List<Map<String, Object>> due() {
        apps.values().stream().filter(App::isOnWeChat).filter(app -> app.channel() == Channel.SUBSCRIBE).forEach(app -> use(app.appId()));
        LocalDateTime now = clock.now();
        List<Map<String, Object>> due = new ArrayList<>();
        copies.forEach((app, copy) -> {
            Map<String, Object> turn = turn(app, pace.pause(app, copy.askedAt, copy.fetchedAt), now);
            if (isOpen(turn, copy) && tokens.current(app).isPresent()) {
                due.add(turn);
            }
        });
        return due;
    }

    /** As the statement {@code take-template-list} names it. */
    private static Map<String, Object> turn(String app, Duration pause, LocalDateTime now) {
        return Map.of("app", app, "now", now, "asked_before", now.minus(pause));
    }

    /** Whether nobody has asked since, as far as the copy knows. */
    private static boolean isOpen(Map<String, Object> turn, Copy copy) {
        return copy.askedAt == null || !copy.askedAt.isAfter((LocalDateTime) turn.get("asked_before"));
    }

    @Override
    public boolean isLongTerm(String appId, String templateId) {
        return find(appId, templateId).filter(Template::longTerm).isPresent();
    }

    /** As the copy knows it; does not ask. */
    public Optional<Template> find(String appId, String templateId) {
        return copy(appId).flatMap(listing -> listing.find(templateId));
    }

    private Optional<TemplateListing> copy(String appId) {
        Copy copy = copies.get(appId);
        return copy == null ? Optional.empty() : copy.listing;
    }

    /**
     * The list of an app; empty if none could be had yet. If there is none, it is asked for, and this waits for the answer, though not for long.
     */
    public Optional<TemplateListing> ask(String appId) {
        return ask(appId, patience);
    }

    /** @param most for a caller whose own patience is shorter */
    public Optional<TemplateListing> ask(String appId, Duration most) {
        use(appId);
        if (isAsked(appId) && copy(appId).isEmpty()) {
            demand(appId, most);
        }
        return copy(appId);
    }

    /**
     * Sees to it that these templates are known, if the platform has them. Of those that are not known the platform is asked once a minute at most; this
     * waits for the answer, though not for long.
     */
    public void know(String appId, Collection<String> templateIds) {
        know(appId, templateIds, patience);
    }

    /** @param most for a caller whose own patience is shorter */
    public void know(String appId, Collection<String> templateIds, Duration most) {
        use(appId);
        if (isAsked(appId) && !templateIds.stream().allMatch(id -> find(appId, id).isPresent())) {
            demand(appId, most);
        }
    }

    /** From now on the platform is asked for the templates of this app. */
    private void use(String appId) {
        if (copies.containsKey(appId) || !isAsked(appId)) {
            return;
        }
        try {
            statements.update("insert-template-list", Map.of("app", appId));
        } catch (DuplicateKeyException e) {
            LOG.debug("Another node has just begun to use the templates of {}", appId);
        }
        reload();
    }

    private void demand(String appId, Duration most) {
        Map<String, Object> turn = turn(appId, TemplatePace.AT_LEAST, clock.now());
        boolean mayAsk = isOpen(turn, copies.get(appId)) && tokens.current(appId).isPresent();
        Future<?> flight = flights.compute(appId, (app, running) -> running != null && !running.isDone() ? running : mayAsk ? fetch.apply(turn) : null);
        if (flight == null) {
            return;
        }
        try {
            flight.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("The templates of {} are not there in time", appId, e);
        }
    }

    /** Another node is asking for the list: waits for what it gets, though not for long. */
    public void awaitOther(@Variable("turn") Map<String, Object> turn) throws InterruptedException {
        String app = (String) turn.get("app");
        long deadline = System.nanoTime() + patience.toNanos();
        reload();
        while (copies.get(app).isBeingFetched() && copies.get(app).askedAt.isAfter(clock.now().minus(patience)) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            reload();
        }
    }

    /** Another platform has no such templates, and must not see WeChat's questions. */
    private boolean isAsked(String appId) {
        App app = apps.get(appId);
        return app != null && app.isOnWeChat();
    }
}
