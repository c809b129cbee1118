package io.minipush.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people are told of edited route files: in the log, in the warnings of readiness, in a metric, and in a file that the
 * commands read. The warnings may be asked for by any thread; all else is for the guard's.
 */
final class RouteNews {

    private static final Logger LOG = LoggerFactory.getLogger(RouteGuard.class);

    private final BuiltInRoutes builtIn;
    private final RouteStatus status;
    private final Counter rejections;
    private final Map<String, Refusal> rejected = new TreeMap<>();
    /** Files that were accepted, but are only used from the next start on. */
    private final TreeSet<String> waiting = new TreeSet<>();
    private volatile List<String> warnings = List.of();

    RouteNews(BuiltInRoutes builtIn, RouteStatus status, MeterRegistry meters) {
        this.builtIn = builtIn;
        this.status = status;
        this.rejections = Counter.builder("minipush.routes.rejected").description("Edited route files that were not taken").register(meters);
        meters.gauge("minipush.routes.not.taken", rejected, Map::size);
    }

    /** @param text what was not taken; null if it could not be read */
    record Refusal(String text, RouteFault fault) {
    }

    /** Whether that is what stands already. */
    boolean isTold(String name, String text, RouteRejected rejection) {
        return new Refusal(text, rejection.faults().get(0)).equals(rejected.get(name));
    }

    void rejected(String name, String text, RouteRejected rejection) {
        rejected.put(name, new Refusal(text, rejection.faults().get(0)));
        rejections.increment();
        rejection.faults().forEach(fault -> LOG.warn("An edited route file is not taken, what ran before goes on: {}", fault));
    }

    void accepted(String name) {
        rejected.remove(name);
        waiting.remove(name);
    }

    void waits(String name) {
        rejected.remove(name);
        if (waiting.add(name)) {
            LOG.info("{} is accepted and will be used from the next start on", name);
        }
    }

    /** One sentence for each edit that is not in use, or not as its author thinks. */
    List<String> warnings() {
        return warnings;
    }

    /** To be called after each round of changes. */
    void publish(Collection<RouteFile> running) {
        List<String> now = new ArrayList<>();
        rejected.values().forEach(refusal -> now.add("an edited route file is not taken: " + refusal.fault));
        waiting.forEach(name -> now.add("the edited " + name + " is used from the next start on"));
        running.stream().filter(file -> !builtIn.find(file.name()).equals(Optional.of(file))).filter(builtIn::hasChangedSince)
                .forEach(file -> now.add("the edited " + file.name() + " began as an older version of the built-in file"));
        warnings = List.copyOf(now);
        status.write(running, rejected, waiting);
    }
}
