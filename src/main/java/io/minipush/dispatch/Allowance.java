package io.minipush.dispatch;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

import io.minipush.notification.Lane;
import io.minipush.settings.App;

/**
 * How many posts one claim may begin: as many as the app's rate has left since the last claim, and as many as its budget of the
 * day has left. Since the gate is locked, that is exact in the whole cluster. Pure but for its own counting; one claim, one thread.
 */
final class Allowance {

    /** What was not used a moment ago may still be used: as long as a node may take to come by. */
    private static final Duration BURST = Duration.ofMillis(200);
    private static final long MICROS = 1_000_000;

    private final App app;
    private final LocalDateTime now;
    private final LocalDate today;
    private final LocalDateTime pacedUntil;
    private final int used;
    private final int pace;
    private int granted;
    private boolean budgetStops;

    /** @param today the platform's day */
    Allowance(Gate gate, App app, LocalDateTime now, LocalDate today) {
        this.app = app;
        this.now = now;
        this.today = today;
        this.used = today.equals(gate.quotaDay()) ? gate.quotaUsed() : 0;
        if (app.ratePerSecond().isEmpty()) {
            this.pacedUntil = now;
            this.pace = Integer.MAX_VALUE;
        } else {
            int rate = app.ratePerSecond().getAsInt();
            LocalDateTime earliest = now.minus(Math.max(BURST.toNanos() / 1000, MICROS / rate), ChronoUnit.MICROS);
            this.pacedUntil = gate.pacedUntil() == null || gate.pacedUntil().isBefore(earliest) ? earliest : gate.pacedUntil();
            this.pace = (int) Math.max(0, pacedUntil.until(now, ChronoUnit.MICROS) * rate / MICROS);
        }
    }

    /** Whether one more notification of this lane may be posted; if so, it is counted. */
    boolean grant(Lane lane) {
        int limit = lane == Lane.HIGH ? app.dailyBudget() : app.ordinaryBudget();
        if (used + granted >= limit) {
            budgetStops = true;
            return false;
        }
        if (granted >= pace) {
            return false;
        }
        granted++;
        return true;
    }

    /** The day whose budget is used up, so that something was kept back; else null. */
    LocalDate stoppedBudget() {
        return budgetStops ? today : null;
    }

    LocalDate today() {
        return today;
    }

    /** What stands in the gate once so many of the granted posts have really begun. */
    int usedAfter(int posts) {
        return used + posts;
    }

    /** As {@link #usedAfter}, for the rate. */
    LocalDateTime pacedAfter(int posts) {
        return app.ratePerSecond().isEmpty() ? now : pacedUntil.plus(posts * MICROS / app.ratePerSecond().getAsInt(), ChronoUnit.MICROS);
    }
}
