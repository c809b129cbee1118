package io.minipush.settings;

import java.util.Optional;
import java.util.OptionalInt;

import io.minipush.notification.Channel;
import io.minipush.notification.OnUncertain;

/**
 * One mini program that the gateway serves. The secret never leaves the token and session calls.
 *
 * @param platform      the name of the platform that it lives on
 * @param channel       of a notification that names none
 * @param events        what the platform's events are checked with; empty: none are taken
 * @param onUncertain   what becomes of a notification that nothing can settle, unless it says so itself
 * @param dailyBudget   posts a day; ordinary ones stop at 95 % of it
 * @param ratePerSecond posts a second in the whole cluster; empty: as fast as it goes
 */
public record App(String appId, String secret, String platform, Channel channel, Optional<EventKeys> events, OnUncertain onUncertain, int dailyBudget, OptionalInt ratePerSecond) {

    /** Ordinary notifications leave the rest of the budget to the urgent ones. */
    private static final double ORDINARY_SHARE = 0.95;

    /** How many posts a day ordinary notifications may bring it to. */
    public int ordinaryBudget() {
        return (int) (dailyBudget * ORDINARY_SHARE);
    }

    /** Whether WeChat's own questions, about templates and quotas, may be asked for it; on another platform its token must not be shown to WeChat. */
    public boolean isOnWeChat() {
        return platform.equals("wechat");
    }

    @Override
    public String toString() {
        return "App[" + appId + "]";
    }
}
