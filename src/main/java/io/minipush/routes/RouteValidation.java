package io.minipush.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.minipush.platform.Platforms;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.CamelContext;

/** Everything that is tried before a route file is taken: its text, its contract, building it, sending with it, and handing something in. */
public final class RouteValidation {

    private final BuiltInRoutes builtIn;
    private final RouteCheck check;
    private final ScratchContext scratch;
    private final SendRehearsal sending;
    private final DoorRehearsal doors;

    /**
     * @param gateway   whose beans and connections routes may refer to; it need not run, and has no route file yet
     * @param settings  of that gateway
     * @param platforms of that gateway
     */
    public RouteValidation(CamelContext gateway, BuiltInRoutes builtIn, Settings settings, Platforms platforms) {
        this.builtIn = builtIn;
        this.scratch = new ScratchContext(gateway);
        this.sending = new SendRehearsal(scratch, platforms.calls());
        this.doors = new DoorRehearsal(scratch, gateway.getRegistry().lookupByNameAndType("clock", DatabaseClock.class), settings.apps().keySet().iterator().next());
        OwnRoutes own = new OwnRoutes(gateway);
        this.check = new RouteCheck(own.ids(), own.entries(), sending.routes(builtIn.all().values()));
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
        List<RouteFile> all = new ArrayList<>(beside);
        all.add(candidate);
        sending.compare(builtIn.all().values(), all, candidate);
        doors.compare(builtIn.all().values(), all, candidate);
        return candidate;
    }
}
