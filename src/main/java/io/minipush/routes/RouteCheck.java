package io.minipush.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.routes.RouteFile.Named;
import io.minipush.routes.RouteFile.Route;

/** What can be said of a route file from its text alone. Thread-safe. */
final class RouteCheck {

    private static final Pattern CALLED = Pattern.compile("(direct|seda|sdk):");

    private final CanonicalSchema schema = new CanonicalSchema();
    private final Map<String, String> ownIds;
    private final Map<String, String> ownEntries;
    private final Set<String> sending;

    /**
     * @param ownIds     ids of the gateway's own routes and steps, which stand in no file, and where they stand
     * @param ownEntries where its own routes begin, and which route that is
     * @param sending    the routes in which a message is on its way to the platform
     */
    RouteCheck(Map<String, String> ownIds, Map<String, String> ownEntries, Set<String> sending) {
        this.sending = Set.copyOf(sending);
        this.ownIds = Map.copyOf(ownIds);
        this.ownEntries = Map.copyOf(ownEntries);
    }

    /**
     * @param builtIn the file of this name that comes with the gateway, if there is one
     * @param others  all other files that are in use
     * @return every fault found, in the order of the lines; empty if there is none
     */
    List<RouteFault> faults(RouteFile candidate, Optional<RouteFile> builtIn, Collection<RouteFile> others) {
        List<RouteFault> faults = new ArrayList<>(schema.faults(candidate));
        if (!faults.isEmpty()) {
            return faults;
        }
        checkEntries(candidate, builtIn, faults);
        checkIds(candidate, others, faults);
        checkBeginnings(candidate, others, faults);
        builtIn.ifPresent(kept -> faults.addAll(new RouteContract(kept, sending).breaches(candidate)));
        faults.sort((a, b) -> Integer.compare(a.line(), b.line()));
        return faults;
    }

    /**
     * Whether a file has things that Camel takes only when it starts, or routes whose callers cannot be made to wait while they are
     * exchanged: a web server without a route answers 404.
     */
    static boolean isForTheNextStart(RouteFile file) {
        for (JsonNode entry : file.root()) {
            if (!entry.has("route") || entry.at("/route/from/uri").asText().startsWith("sdk:")) {
                return true;
            }
        }
        return false;
    }

    private static void checkEntries(RouteFile candidate, Optional<RouteFile> builtIn, List<RouteFault> faults) {
        for (int i = 0; i < candidate.root().size(); i++) {
            JsonNode entry = candidate.root().get(i);
            String kind = entry.fieldNames().next();
            if (kind.equals("route")) {
                if (entry.path("route").path("id").asText().isEmpty()) {
                    faults.add(candidate.fault("/" + i + "/route", "a route needs an id"));
                }
            } else if (builtIn.isEmpty() || !hasEntry(builtIn.get(), kind)) {
                faults.add(candidate.fault("/" + i + "/" + kind, "'" + kind + "' cannot be taken from a route file here: write '- route:'"));
            }
        }
    }

    private static boolean hasEntry(RouteFile file, String kind) {
        for (JsonNode entry : file.root()) {
            if (entry.has(kind)) {
                return true;
            }
        }
        return false;
    }

    /** Over all files: Hawtio, metrics and edits name routes and steps by their ids. */
    private void checkIds(RouteFile candidate, Collection<RouteFile> others, List<RouteFault> faults) {
        Map<String, String> owners = new HashMap<>(ownIds);
        others.forEach(file -> file.named().forEach(named -> owners.put(named.id(), file.name())));
        Map<String, Named> own = new HashMap<>();
        for (Named named : candidate.named()) {
            Named before = own.putIfAbsent(named.id(), named);
            if (before != null) {
                faults.add(candidate.fault(named.pointer() + "/id", "the id '" + named.id() + "' is taken: it stands in line " + candidate.line(before.pointer() + "/id")));
            } else if (owners.containsKey(named.id())) {
                faults.add(candidate.fault(named.pointer() + "/id", "the id '" + named.id() + "' is taken: it stands in " + owners.get(named.id())));
            }
        }
    }

    /** One route at a place: Camel notices a second one only when it starts. */
    private void checkBeginnings(RouteFile candidate, Collection<RouteFile> others, List<RouteFault> faults) {
        Map<String, String> owners = new HashMap<>(ownEntries);
        others.forEach(file -> file.routes().values().forEach(route -> owners.put(route.entry(), "'" + route.id() + "' of " + file.name())));
        for (Route route : candidate.routes().values()) {
            String owner = CALLED.matcher(route.entry()).lookingAt() ? owners.put(route.entry(), "'" + route.id() + "'") : null;
            if (owner != null) {
                faults.add(candidate.fault(route.pointer() + "/from/uri", "the route " + owner + " begins with " + route.entry() + " already"));
            }
        }
    }
}
