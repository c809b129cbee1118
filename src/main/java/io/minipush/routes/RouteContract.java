package io.minipush.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.routes.RouteFile.Named;
import io.minipush.routes.RouteFile.Route;

/**
 * What an edited version of a built-in route file has to keep: its routes, where each begins, and their named steps, once and in
 * order. Steps may be added anywhere, and log steps may go. The built-in file itself is the contract, so there is no second
 * list to keep in step. Pure.
 */
final class RouteContract {

    private static final Set<String> NOT_WHILE_SENDING = Set.of("multicast", "loop", "threads", "split", "recipientList", "wireTap", "routingSlip", "dynamicRouter",
            "aggregate", "resequence", "delay", "circuitBreaker", "saga", "kamelet", "poll", "pollEnrich");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);
    /** Others, also outside of the gateway, call these by name. */
    private static final Set<String> CALLED = Set.of("direct", "seda", "sdk");

    private final RouteFile builtIn;
    private final Set<String> sending;

    /** @param sending the routes in which a message is on its way to the platform: nothing there may post it twice or on its own thread */
    RouteContract(RouteFile builtIn, Set<String> sending) {
        this.builtIn = builtIn;
        this.sending = sending;
    }

    List<RouteFault> breaches(RouteFile candidate) {
        List<RouteFault> faults = new ArrayList<>();
        Map<String, Route> routes = candidate.routes();
        for (Route kept : builtIn.routes().values()) {
            Route route = routes.get(kept.id());
            if (route == null) {
                faults.add(new RouteFault(candidate.name(), candidate.lastLine(), "the route '" + kept.id() + "' is missing"));
                continue;
            }
            begins(candidate, kept, route).ifPresent(faults::add);
            if (sending.contains(kept.id())) {
                findForbidden(candidate, route.pointer(), route.node(), faults);
            }
        }
        keepsSteps(candidate, faults);
        return faults;
    }

    /** The route in which a step of the built-in file stands; null if it stands in none. */
    private Route owner(Named step) {
        return builtIn.routes().values().stream().filter(route -> step.pointer().startsWith(route.pointer() + "/")).findFirst().orElse(null);
    }

    private static Optional<RouteFault> begins(RouteFile candidate, Route kept, Route route) {
        Matcher was = SCHEME.matcher(kept.from());
        Matcher is = SCHEME.matcher(route.from());
        boolean same = was.matches() && is.matches() && was.group(1).equals(is.group(1))
                && (!CALLED.contains(was.group(1)) || was.group(2).equals(is.group(2).split("\\?")[0]));
        return same ? Optional.empty()
                : Optional.of(candidate.fault(route.pointer() + "/from/uri", "the route '" + kept.id() + "' must begin " + (CALLED.contains(was.group(1))
                        ? "with " + kept.from() : "with " + was.group(1) + ":") + ", since others rely on it"));
    }

    private static void findForbidden(RouteFile candidate, String pointer, JsonNode node, List<RouteFault> faults) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                findForbidden(candidate, pointer + "/" + i, node.get(i), faults);
            }
        } else if (node.isObject()) {
            node.fields().forEachRemaining(member -> {
                String inner = pointer + "/" + member.getKey();
                boolean redelivers = member.getKey().startsWith("redeliver") || member.getKey().equals("maximumRedeliveries");
                boolean otherHandler = inner.matches(".*/route/errorHandler/(?!noErrorHandler).*");
                if (NOT_WHILE_SENDING.contains(member.getKey()) && pointer.matches(".*/steps/\\d+") || redelivers || otherHandler) {
                    faults.add(candidate.fault(inner, "'" + member.getKey() + "' has no place while a message is being sent: it could send it twice or lose it"));
                }
                findForbidden(candidate, inner, member.getValue(), faults);
            });
        }
    }

    /** Each named step once, in the order of the built-in file. */
    private void keepsSteps(RouteFile candidate, List<RouteFault> faults) {
        Map<String, List<Named>> found = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (Named named : candidate.named()) {
            found.computeIfAbsent(named.id(), id -> new ArrayList<>()).add(named);
            order.add(named.id());
        }
        int last = -1;
        String lastId = null;
        for (Named kept : builtIn.named()) {
            List<Named> steps = found.getOrDefault(kept.id(), List.of());
            if (steps.isEmpty() && (kept.kind().equals("log") || kept.kind().equals("route"))) {
                continue;
            }
            if (steps.isEmpty()) {
                Route owner = owner(kept);
                // A route that is missing has been told of as a whole.
                if (owner == null || candidate.routes().containsKey(owner.id())) {
                    faults.add(candidate.fault(owner == null ? "" : candidate.routes().get(owner.id()).pointer(), "the step '" + kept.id() + "' is missing"));
                }
                continue;
            }
            if (!steps.get(0).kind().equals(kept.kind())) {
                faults.add(candidate.fault(steps.get(0).pointer(), "the step '" + kept.id() + "' must be a " + kept.kind() + ", not a " + steps.get(0).kind()));
            }
            int at = order.indexOf(kept.id());
            if (at < last) {
                faults.add(candidate.fault(steps.get(0).pointer(), "the step '" + kept.id() + "' must stand behind '" + lastId + "'"));
            } else {
                last = at;
                lastId = kept.id();
            }
        }
    }
}
