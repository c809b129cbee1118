package io.minipush.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets operators edit routes while the gateway runs. A file in the folder takes the place of the built-in one of its name, or
 * adds routes. An edit is taken only when it is whole: what is wrong in any way that can be found out beforehand leaves the
 * routes that run untouched, and is told in the log, in the warnings of readiness and in a metric.
 *
 * <p>Editing routes is running code: the permissions of the folder are the lock. {@link #close} ends its thread.
 */
public final class RouteGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteGuard.class);
    private static final long BETWEEN_LOOKS_MILLIS = 400;

    private final CamelContext context;
    private final BuiltInRoutes builtIn;
    private final RouteValidation validation;
    private final LiveRoutes live;
    private final RoutesFolder folder;
    private final RouteHistory history;
    private final RouteStatus status;
    private final Counter rejections;
    /** What runs: by name, the built-in files included. */
    private final Map<String, RouteFile> running = new TreeMap<>();
    private final Map<String, RouteFault> rejected = new TreeMap<>();
    /** Files that were taken, but are only used from the next start on. */
    private final TreeSet<String> waiting = new TreeSet<>();
    private final Thread thread = new Thread(this::watch, "route-guard");
    private volatile List<String> warnings = List.of();
    private volatile boolean closed;

    /**
     * @param folder   where operators edit; created where needed
     * @param history  where accepted versions are kept; created where needed
     * @param platform where posts may go
     */
    public RouteGuard(CamelContext context, Path folder, Path history, URI platform, MeterRegistry meters) {
        try {
            Files.createDirectories(folder);
            Files.createDirectories(history);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.context = context;
        this.builtIn = new BuiltInRoutes(context);
        this.validation = new RouteValidation(context, builtIn, platform);
        this.live = new LiveRoutes(context);
        this.folder = new RoutesFolder(folder);
        this.history = new RouteHistory(history);
        this.status = new RouteStatus(history);
        this.rejections = Counter.builder("minipush.routes.rejected").description("Edited route files that were not taken").register(meters);
        thread.setDaemon(true);
    }

    /** Puts the routes into the context: the built-in ones, edited ones in their place. To be called before the context starts. */
    public void load() throws Exception {
        running.putAll(builtIn.all());
        Map<String, String> texts = folder.texts();
        TreeSet<String> names = new TreeSet<>(texts.keySet());
        names.addAll(history.files());
        for (String name : names) {
            choose(name, Optional.ofNullable(texts.get(name)));
        }
        // Configurations before the routes that name them.
        List<RouteFile> order = new ArrayList<>(running.values());
        order.sort((a, b) -> Boolean.compare(RouteCheck.isForTheNextStart(b), RouteCheck.isForTheNextStart(a)));
        for (RouteFile file : order) {
            ScratchContext.load(context, file);
            if (isEdited(file)) {
                routesOf(file).forEach(route -> route.setAutoStartup("false"));
            }
        }
        tell();
    }

    /** What runs in place of a file at the start: what stands in the folder, or what ran last, or what comes with the gateway. */
    private void choose(String name, Optional<String> text) throws IOException {
        if (text.isEmpty()) {
            note(name, Optional.empty());
            return;
        }
        try {
            running.put(name, validation.check(name, text.get(), running.values()));
            note(name, text);
            return;
        } catch (RouteRejected e) {
            reject(name, e);
        }
        Optional<String> last = history.current(name);
        if (last.isPresent()) {
            try {
                running.put(name, validation.check(name, last.get(), running.values()));
                LOG.warn("{} runs as it was last accepted", name);
            } catch (RouteRejected e) {
                LOG.warn("{} cannot run as it was last accepted either ({}): {}", name, e.getMessage(),
                        builtIn.find(name).isPresent() ? "the built-in one runs" : "none of its routes runs");
            }
        }
    }

    /** Starts the edited routes, which the context has left alone, and begins to watch the folder. To be called once the context is up. */
    public void start() throws Exception {
        for (RouteFile file : List.copyOf(running.values())) {
            if (isEdited(file)) {
                startEdited(file);
            }
        }
        tell();
        thread.start();
    }

    private void startEdited(RouteFile file) throws Exception {
        try {
            for (RouteDefinition route : routesOf(file)) {
                if (!isManual(file, route.getId())) {
                    context.getRouteController().startRoute(route.getId());
                }
            }
        } catch (Exception e) {
            reject(file.name(), new RouteRejected(List.of(FaultFinder.find(file, e))));
            RouteFile instead = builtIn.find(file.name()).orElse(null);
            live.swap(file, instead);
            use(file.name(), instead);
        }
    }

    /** Whether its author does not want it to start by itself. */
    private static boolean isManual(RouteFile file, String id) {
        return file.routes().get(id).node().path("autoStartup").asText().equals("false");
    }

    private List<RouteDefinition> routesOf(RouteFile file) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        return file.routes().keySet().stream().map(model::getRouteDefinition).toList();
    }

    private boolean isEdited(RouteFile file) {
        return builtIn.find(file.name()).filter(original -> original == file).isEmpty();
    }

    /** One sentence for each edit that is not in use. */
    public List<String> warnings() {
        return warnings;
    }

    private void watch() {
        while (!closed) {
            try {
                folder.changes().forEach(this::take);
            } catch (IOException | RuntimeException e) {
                LOG.warn("The folder of edited routes cannot be looked at: {}", e.toString());
            }
            try {
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A file came to rest in a new state. */
    private void take(String name, Optional<String> text) {
        RouteFile before = running.get(name);
        try {
            List<RouteFile> others = running.values().stream().filter(file -> !file.name().equals(name)).toList();
            RouteFile after = text.isPresent() ? validation.check(name, text.get(), others) : builtIn.find(name).orElse(null);
            if (before == null && after == null) {
                LOG.info("{}, which was not taken, is gone", name);
            } else if (RouteCheck.isForTheNextStart(after == null ? before : after)) {
                waiting.add(name);
                LOG.info("{} is accepted and will be used from the next start on", name);
            } else {
                List<String> changed = live.swap(before, after);
                use(name, after);
                LOG.info("{} is {}: {}", name, text.isPresent() ? "taken" : "gone, " + (after == null ? "and so are its routes" : "the built-in one is back"),
                        changed.isEmpty() ? "no route changed" : String.join(", ", changed));
            }
            rejected.remove(name);
            note(name, text);
        } catch (RouteRejected e) {
            reject(name, e);
        } catch (Exception e) {
            try {
                RouteFile place = RouteFile.parse(name, text.orElse(""));
                reject(name, new RouteRejected(List.of(FaultFinder.find(place, e))));
            } catch (RouteRejected unreadable) {
                reject(name, unreadable);
            }
        }
        tell();
    }

    private void use(String name, RouteFile file) {
        if (file == null) {
            running.remove(name);
        } else {
            running.put(name, file);
        }
    }

    private void note(String name, Optional<String> text) throws IOException {
        history.note(name, text, Clock.systemUTC().instant());
    }

    private void reject(String name, RouteRejected rejection) {
        rejections.increment();
        rejected.put(name, rejection.faults().get(0));
        rejection.faults().forEach(fault -> LOG.warn("An edited route file is not taken, what ran before goes on: {}", fault));
    }

    private void tell() {
        List<String> now = new ArrayList<>();
        rejected.values().forEach(fault -> now.add("an edited route file is not taken: " + fault));
        waiting.forEach(name -> now.add("the edited " + name + " is used from the next start on"));
        running.values().stream().filter(this::isEdited).filter(builtIn::hasChangedSince)
                .forEach(file -> now.add("the edited " + file.name() + " began as an older version of the built-in file"));
        warnings = List.copyOf(now);
        status.write(running.values(), rejected, waiting);
    }

    Collection<RouteFile> running() {
        return running.values();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
