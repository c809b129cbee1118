package io.minipush.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The active faults, in the order in which they were asked for; the first that fires wins. */
final class FaultPlan {
    private static final class Active {
        final Fault fault;
        long hits;

        Active(Fault fault) {
            this.fault = fault;
        }

        boolean over() {
            return fault.count() != null && hits >= fault.count();
        }
    }

    private final Random dice;
    private final List<Active> faults = new ArrayList<>();
    /** Lets a request on a healthy platform pass without the lock. */
    private volatile boolean any;

    FaultPlan(long seed) {
        this.dice = new Random(seed);
    }

    synchronized void add(Fault fault) {
        faults.add(new Active(fault));
        any = true;
    }

    synchronized void clear() {
        faults.clear();
        any = false;
    }

    synchronized List<FaultReport> report() {
        return faults.stream().map(a -> new FaultReport(a.fault, a.hits, a.over())).toList();
    }

    /** @return the fault that meets this request, or null */
    Fault choose(Api api, String appid) {
        if (!any) {
            return null;
        }
        synchronized (this) {
            for (Active active : faults) {
                Fault fault = active.fault;
                boolean matches = (fault.api() == null || fault.api() == api)
                        && (fault.appid() == null || fault.appid().equals(appid));
                if (matches && !active.over() && (fault.rate() >= 1 || dice.nextDouble() < fault.rate())) {
                    active.hits++;
                    return fault;
                }
            }
            return null;
        }
    }

    synchronized boolean coinFlip() {
        return dice.nextBoolean();
    }
}
