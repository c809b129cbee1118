package io.minipush.drill;

import java.util.List;

import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.SimulatedPlatform;

/** What goes wrong at the platform during a drill: its share of the posts meets a fault, each kind equally often, and once the token dies. */
final class PlatformFaults {

    private static final List<FaultKind> KINDS = List.of(FaultKind.CUT_AFTER, FaultKind.CUT_BEFORE, FaultKind.BUSY, FaultKind.BUSY_AFTER,
            FaultKind.HTTP_500, FaultKind.HTTP_502, FaultKind.HTTP_502_AFTER, FaultKind.GARBAGE_AFTER, FaultKind.HANG_AFTER);

    private final DrillPlan plan;
    private final SimulatedPlatform platform;
    private final String app;

    PlatformFaults(DrillPlan plan, SimulatedPlatform platform, String app) {
        this.plan = plan;
        this.platform = platform;
        this.app = app;
    }

    /** Until somebody clears them. */
    void begin() {
        if (plan.faultPercent() > 0) {
            begin(Api.TEMPLATE_SEND, plan.prepayPercent() == 0);
            if (plan.subscribePercent() > 0) {
                begin(Api.SUBSCRIBE_SEND, false);
            }
        }
    }

    /**
     * @param busyIsProvable a "busy" of a call whose repeat proves nothing is taken at its word; a platform that lies is then sent the
     *                       message twice
     */
    private void begin(Api api, boolean busyIsProvable) {
        // The first fault that fires has the request, so the later ones see a little less than their share.
        double share = plan.faultPercent() / 100.0 / KINDS.size();
        for (FaultKind kind : KINDS) {
            if (kind != FaultKind.BUSY_AFTER || busyIsProvable) {
                Fault fault = Fault.of(api, kind).rate(share);
                // Longer than a gateway waits, so that this fault too puts a post in doubt.
                platform.inject(kind == FaultKind.HANG_AFTER ? fault.lasting(plan.responseTimeout().plusSeconds(2)) : fault);
            }
        }
    }

    /** In the middle of the drill, if anything is to go wrong. */
    void revokeTokens(Tempo tempo) throws InterruptedException {
        if (plan.faultPercent() > 0) {
            tempo.await(1, 2);
            platform.revokeTokens(app, false);
        }
    }
}
