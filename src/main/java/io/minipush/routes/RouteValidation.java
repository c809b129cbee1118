package io.minipush.routes;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.apache.camel.CamelContext;

/** Everything that is tried before a route file is taken: its text, its contract, building it, and sending with it. */
public final class RouteValidation {

    private final BuiltInRoutes builtIn;
    private final RouteCheck check = new RouteCheck();
    private final ScratchContext scratch;
    private final SendRehearsal rehearsal;

    /**
     * @param gateway  whose beans and connections routes may refer to; it need not run
     * @param platform where posts may go
     */
    public RouteValidation(CamelContext gateway, BuiltInRoutes builtIn, URI platform) {
        this.builtIn = builtIn;
        this.scratch = new ScratchContext(gateway);
        this.rehearsal = new SendRehearsal(scratch, platform);
    }

    /**
     * @param others the files that it would run beside, its own earlier version left out
     * @throws RouteRejected with every fault that was found
     */
    public RouteFile check(String name, String text, Collection<RouteFile> others) throws RouteRejected {
        RouteFile candidate = RouteFile.parse(name, text);
        List<RouteFile> beside = others.stream().filter(file -> !file.name().equals(name)).toList();
        Optional<RouteFile> original = builtIn.find(name);
        List<RouteFault> faults = check.faults(candidate, original, beside);
        if (!faults.isEmpty()) {
            throw new RouteRejected(faults);
        }
        scratch.build(candidate, beside);
        if (name.startsWith("send-")) {
            List<RouteFile> before = builtIn.all().values().stream().filter(file -> file.name().startsWith("send-")).toList();
            List<RouteFile> after = new ArrayList<>(beside.stream().filter(file -> file.name().startsWith("send-")).toList());
            after.add(candidate);
            rehearsal.compare(before, after, candidate);
        }
        return candidate;
    }
}
