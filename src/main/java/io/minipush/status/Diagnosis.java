package io.minipush.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.minipush.status.Finding.Cause;
import io.minipush.token.TokenHealth;

/** Says why messages of an app do not leave. Pure: the table of its test is the specification. */
final class Diagnosis {

    /** What is due is claimed within a second; so long takes no queue that moves. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private Diagnosis() {
    }

    /** @return all reasons, the one that matters most first; none if all is well */
    static List<Finding> of(Situation app) {
        List<Finding> found = new ArrayList<>();
        if (app.pausedAt() != null) {
            found.add(new Finding(Cause.PAUSED, app.pausedAt(), null, app.pausedBy(), null, null, app.accepted() + app.waiting(), List.of()));
        }
        if (!app.stoppedRoutes().isEmpty()) {
            found.add(new Finding(Cause.ROUTE_STOPPED, null, null, null, null, null, app.accepted(), app.stoppedRoutes()));
        }
        if (app.token().health() == TokenHealth.FAILING) {
            found.add(of(app.token().errcode() != null ? Cause.TOKEN_REFUSED : Cause.TOKEN_MISSING, app.token(), app.accepted()));
        }
        if (app.holdUntil() != null && app.holdUntil().isAfter(app.now())) {
            found.add(new Finding(Cause.RESTS, null, app.holdUntil(), null, app.holdErrcode(), app.holdReason(), app.accepted(), List.of()));
        }
        // Without anything to send silence means nothing.
        if (app.silence() != null && app.accepted() > 0) {
            found.add(new Finding(Cause.PLATFORM_AWAY, null, null, null, null, app.silence(), app.accepted(), List.of()));
        }
        if (app.quotaUsed() >= app.quotaOrdinary()) {
            found.add(until(Cause.BUDGET_USED, app.dayEnds(), app.accepted()));
        }
        app.withdrawn().forEach(gone ->
                found.add(new Finding(Cause.CHANNEL_WITHDRAWN, null, null, null, gone.errcode(), gone.reason(), null, List.of(gone.channel()))));
        if (!app.heldTemplates().isEmpty()) {
            found.add(named(Cause.TEMPLATE_HELD, app.heldTemplates()));
        }
        if (app.waiting() > 0) {
            found.add(of(Cause.NO_CREDITS, app.waiting()));
        }
        if (found.stream().noneMatch(one -> one.cause().stopsAll()) && app.oldestDue().compareTo(LATE) > 0) {
            found.add(new Finding(Cause.LATE, app.now().minus(app.oldestDue()), null, null, null, null, app.accepted(), List.of()));
        }
        if (app.uncertain() > 0) {
            found.add(of(Cause.UNCERTAIN, app.uncertain()));
        }
        if (app.token().health() == TokenHealth.STALE) {
            found.add(of(Cause.TOKEN_LATE, app.token(), null));
        }
        return found;
    }

    private static Finding of(Cause cause, long count) {
        return new Finding(cause, null, null, null, null, null, count, List.of());
    }

    private static Finding of(Cause cause, Situation.Token token, Long count) {
        return new Finding(cause, null, token.nextTry(), null, token.errcode(), token.error(), count, List.of());
    }

    private static Finding until(Cause cause, Instant end, long count) {
        return new Finding(cause, null, end, null, null, null, count, List.of());
    }

    private static Finding named(Cause cause, List<String> names) {
        return new Finding(cause, null, null, null, null, null, null, names);
    }
}
