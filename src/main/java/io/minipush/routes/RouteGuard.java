package io.minipush.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.platform.Platforms;
import io.minipush.routes.RoutesFolder.Found;
import io.minipush.settings.Settings;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets operators edit routes while the gateway runs. A file in the folder takes the place of the built-in one of its name, or
 * adds routes. An edit is taken only when it is whole: what is wrong in any way that can be found out beforehand leaves the
 * routes that run untouched, and is told.
 *
 * <p>Editing routes is running code: the permissions of the folder are the lock. {@link #close} ends its thread.
 */
public final class RouteGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteGuard.class);
    private static final long BETWEEN_LOOKS_MILLIS = 300;
    private static final Duration UNTIL_BUSY_IS_TRIED_AGAIN = Duration.ofSeconds(30);
    /** A swap that is under way is over by then. */
    private static final Duration LONGEST_SWAP = Duration.ofSeconds(30);

    private final CamelContext context;
    private final BuiltInRoutes builtIn;
    private final RouteValidation validation;
    private final LiveRoutes live;
    private final RoutesFolder folder;
    private final RouteHistory history;
    private final RouteNews news;
    /** What runs: by name, the built-in files included. */
    private final Map<String, RouteFile> running = new TreeMap<>();
    /** Edited files that start once the context is up, the version that is wanted most first. */
    private final Map<String, List<RouteFile>> toStart = new TreeMap<>();
    /** What stands in the folder and could not be taken. */
    private final Map<String, Found> open = new TreeMap<>();
    /** When what was busy is tried again. */
    private final Map<String, Long> busyUntil = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "route-guard");

    /**
     * To be made when everything else that adds routes to the context has done so, before it starts.
     *
     * @param settings where operators edit; the folder is created where needed
     * @param history  where accepted versions are kept; created where needed
     */
    public RouteGuard(CamelContext context, Settings settings, Platforms platforms, Path history, MeterRegistry meters) {
        try {
            Files.createDirectories(settings.routesDir());
            Files.createDirectories(history);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.context = context;
        this.builtIn = new BuiltInRoutes(context);
        this.validation = new RouteValidation(context, builtIn, settings, platforms);
        this.live = new LiveRoutes(context);
        this.folder = new RoutesFolder(settings.routesDir());
        this.history = new RouteHistory(history);
        this.news = new RouteNews(builtIn, new RouteStatus(history), meters);
        thread.setDaemon(true);
    }

    /**
     * Puts the built-in routes into the context, except for those that are edited, and what Camel takes from edited files only
     * before its start. To be called before the context starts.
     */
    public void load() throws Exception {
        running.putAll(builtIn.all());
        Map<String, Found> edited = folder.all();
        for (String name : history.files()) {
            if (!edited.containsKey(name)) {
                note(name, Optional.empty());
            }
        }
        edited.forEach(this::choose);
        // Configurations before the routes that name them.
        List<RouteFile> order = new ArrayList<>(running.values());
        order.sort((a, b) -> Boolean.compare(RouteCheck.isForTheNextStart(b), RouteCheck.isForTheNextStart(a)));
        for (RouteFile file : order) {
            if (!toStart.containsKey(file.name())) {
                ScratchContext.load(context, file);
            }
        }
    }

    /** What is to run in place of a file: what stands in the folder, else what ran last, else what comes with the gateway. */
    private void choose(String name, Found found) {
        List<RouteFile> versions = new ArrayList<>();
        try {
            versions.add(check(name, found));
        } catch (RouteRejected e) {
            reject(name, found, e);
        }
        try {
            Optional<String> last = history.current(name);
            if (last.isPresent() && !last.get().equals(found.text())) {
                versions.add(validation.check(name, last.get(), running.values()));
            }
        } catch (IOException | RouteRejected e) {
            LOG.warn("{} cannot run as it was last accepted: {}", name, e.getMessage());
        }
        if (versions.isEmpty()) {
            LOG.warn("{}", builtIn.find(name).isPresent() ? "The built-in " + name + " runs" : "None of the routes of " + name + " runs");
            return;
        }
        running.put(name, versions.get(0));
        if (RouteCheck.isForTheNextStart(versions.get(0))) {
            note(name, Optional.of(versions.get(0).text()));
        } else {
            toStart.put(name, versions);
        }
    }

    private RouteFile check(String name, Found found) throws RouteRejected {
        if (found.trouble() != null) {
            throw new RouteRejected(name, 0, found.trouble());
        }
        try {
            return validation.check(name, found.text(), running.values());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Whatever a file does to those who look at it: it is one file, and the others go on.
            throw new RouteRejected(name, 0, "cannot be looked at: " + e.getClass().getSimpleName());
        }
    }

    /** Starts the edited routes and begins to watch the folder. To be called once the context is up. */
    public void start() throws Exception {
        toStart.keySet().forEach(running::remove);
        for (Map.Entry<String, List<RouteFile>> file : toStart.entrySet()) {
            startEdited(file.getKey(), file.getValue());
        }
        toStart.clear();
        news.publish(running.values());
        thread.start();
    }

    private void startEdited(String name, List<RouteFile> versions) throws Exception {
        for (RouteFile version : versions) {
            try {
                live.swap(null, version);
                running.put(name, version);
                note(name, Optional.of(version.text()));
                LOG.info("{} runs as it is edited{}", name, open.containsKey(name) ? "; it is the version that was taken last, not the present one" : "");
                return;
            } catch (Exception | LinkageError e) {
                reject(name, new Found(version.text(), null), new RouteRejected(List.of(FaultFinder.find(version, e))));
            }
        }
        Optional<RouteFile> instead = builtIn.find(name);
        if (instead.isPresent()) {
            live.swap(null, instead.get());
            running.put(name, instead.get());
            LOG.warn("The built-in {} runs", name);
        }
    }

    /** One sentence for each edit that is not in use. */
    public List<String> warnings() {
        return news.warnings();
    }

    private void watch() {
        String lastTrouble = null;
        try {
            while (!closed.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    look();
                    lastTrouble = null;
                } catch (IOException | RuntimeException | LinkageError e) {
                    if (!e.toString().equals(lastTrouble)) {
                        LOG.warn("The folder of edited routes cannot be looked at, what runs goes on: {}", e.toString());
                    }
                    lastTrouble = e.toString();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted", e);
        }
    }

    private void look() throws IOException {
        busyUntil.entrySet().removeIf(busy -> {
            boolean over = System.nanoTime() - busy.getValue() > 0;
            if (over) {
                folder.forget(busy.getKey());
            }
            return over;
        });
        Map<String, Found> changes = folder.changes();
        if (changes.isEmpty()) {
            return;
        }
        boolean taken = false;
        for (Map.Entry<String, Found> change : changes.entrySet()) {
            taken |= take(change.getKey(), change.getValue());
        }
        // What was wrong beside one file may be right beside another: an id that moved, say.
        for (Map.Entry<String, Found> file : taken ? List.copyOf(open.entrySet()) : List.<Map.Entry<String, Found>>of()) {
            if (!busyUntil.containsKey(file.getKey())) {
                take(file.getKey(), file.getValue());
            }
        }
        news.publish(running.values());
    }

    /** @return whether something else runs now */
    private boolean take(String name, Found found) {
        busyUntil.remove(name);
        RouteFile before = running.get(name);
        RouteFile after = null;
        try {
            after = found.isGone() ? builtIn.find(name).orElse(null) : check(name, found);
            exchange(name, before, after, found.isGone());
        } catch (RouteRejected e) {
            reject(name, found, e);
            return false;
        } catch (LiveRoutes.Busy e) {
            reject(name, found, new RouteRejected(name, 0, e.getMessage() + "; it is tried again"));
            busyUntil.put(name, System.nanoTime() + UNTIL_BUSY_IS_TRIED_AGAIN.toNanos());
            return false;
        } catch (Exception | LinkageError e) {
            reject(name, found, new RouteRejected(List.of(after == null ? new RouteFault(name, 0, String.valueOf(e.getMessage())) : FaultFinder.find(after, e))));
            return false;
        }
        open.remove(name);
        note(name, Optional.ofNullable(found.text()));
        return true;
    }

    private void exchange(String name, RouteFile before, RouteFile after, boolean gone) throws Exception {
        if (before == null && after == null) {
            LOG.info("{}, which was not taken, is gone", name);
            news.accepted(name);
        } else if (RouteCheck.isForTheNextStart(after == null ? before : after)) {
            if (before != null && after != null && before.text().equals(after.text())) {
                news.accepted(name);
            } else {
                news.waits(name);
            }
        } else {
            Set<String> changed = live.swap(before, after);
            if (after == null) {
                running.remove(name);
            } else {
                running.put(name, after);
            }
            news.accepted(name);
            LOG.info("{} is {}: {}", name, !gone ? "taken" : "gone, " + (after == null ? "and so are its routes" : "the built-in one is back"),
                    changed.isEmpty() ? "no route changed" : String.join(", ", new TreeSet<>(changed)));
        }
    }

    private void reject(String name, Found found, RouteRejected rejection) {
        open.put(name, found);
        if (!news.isTold(name, found.text(), rejection)) {
            news.rejected(name, found.text(), rejection);
        }
    }

    /** What runs is not undone because its history cannot be written. */
    private void note(String name, Optional<String> text) {
        try {
            history.note(name, text, Clock.systemUTC().instant());
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} cannot be kept in the history: {}", name, e.toString());
        }
    }

    /** Waits for a swap that is under way: routes must not come and go while the context stops. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(LONGEST_SWAP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
