package io.minipush.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.minipush.routes.RouteFile.Route;

/** The routes of some files that play a part when certain entries are called: those that begin there, and whom they call. Immutable. */
final class Troupe {

    private final List<RouteFile> parts = new ArrayList<>();
    private final Map<String, String> fileOfEntry = new TreeMap<>();

    Troupe(Collection<String> entries, Collection<RouteFile> files) {
        Map<String, Route> routes = new HashMap<>();
        Map<String, String> fileOf = new HashMap<>();
        files.forEach(file -> file.routes().values().forEach(route -> {
            routes.put(route.entry(), route);
            fileOf.put(route.entry(), file.name());
        }));
        for (String entry : entries) {
            add(entry, routes, fileOf);
        }
        for (RouteFile file : files) {
            RouteFile part = file.only(route -> file.name().equals(fileOfEntry.get(route.entry())));
            if (part != null) {
                parts.add(part);
            }
        }
    }

    private void add(String entry, Map<String, Route> routes, Map<String, String> fileOf) {
        if (entry.startsWith("direct:") && routes.containsKey(entry) && fileOfEntry.putIfAbsent(entry, fileOf.get(entry)) == null) {
            routes.get(entry).calls().forEach(called -> add(called, routes, fileOf));
        }
    }

    /** The files, each with the routes that play. */
    List<RouteFile> parts() {
        return parts;
    }

    boolean has(String entry) {
        return fileOfEntry.containsKey(entry);
    }

    /** What of a file plays; empty if nothing does. */
    Optional<RouteFile> part(String file) {
        return parts.stream().filter(part -> part.name().equals(file)).findFirst();
    }
}
