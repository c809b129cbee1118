package io.minipush.routes;

import java.util.List;

/** A route file is not taken. */
public final class RouteRejected extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RouteFault> faults;

    /** @param faults at least one */
    public RouteRejected(List<RouteFault> faults) {
        super(faults.get(0).toString());
        this.faults = List.copyOf(faults);
    }

    public RouteRejected(String file, int line, String reason) {
        this(List.of(new RouteFault(file, line, reason)));
    }

    public List<RouteFault> faults() {
        return faults;
    }
}
