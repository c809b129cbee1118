package io.minipush.simulator;

import io.minipush.simulator.push.Callback;
import io.minipush.simulator.push.EchoCheck;
import io.minipush.simulator.push.Forgery;
import io.minipush.simulator.push.PushAnswer;
import io.minipush.simulator.push.PushReport;
import io.minipush.simulator.push.PushSettings;
import java.util.List;
import java.util.function.Supplier;

/**
 * The controls of what the platform tells an app's server by itself.
 *
 * <p>Safe for use by many threads. An appid that the platform does not know is an {@link IllegalArgumentException}.
 */
public final class SimulatedEvents {
    private final Supplier<World> worlds;

    SimulatedEvents(Supplier<World> worlds) {
        this.worlds = worlds;
    }

    /** Sets where the app's events go from now on. @param callback null: nowhere */
    public void callback(String appid, Callback callback) {
        World here = worlds.get();
        here.pushes.callback(here.appNamed(appid).appid, callback);
    }

    /** How events are pushed, of all apps. */
    public PushSettings settings() {
        return worlds.get().pushes.settings();
    }

    public void settings(PushSettings settings) {
        worlds.get().pushes.settings(settings);
    }

    /** This share of the accepted messages fails inside the platform: the user gets nothing, and the event says so. */
    public void failSent(double rate) {
        worlds.get().fate.failing(rate);
    }

    /** So do the next accepted messages, whatever the share is. */
    public void failNextSent(long count) {
        worlds.get().fate.failingNext(count);
    }

    /** Asks the app's server for the echo and waits for the answer. */
    public EchoCheck check(String appid) {
        World here = worlds.get();
        return here.pushes.check(here.appNamed(appid).appid);
    }

    /** Sends the app's last requests again, the same to the bit, and waits for the answers. */
    public List<PushAnswer> repeat(String appid, int last) {
        World here = worlds.get();
        return here.pushes.repeat(here.appNamed(appid).appid, last);
    }

    /** Somebody who is not the platform tells the server that the user has accepted the template; waits for the answer. */
    public PushAnswer forge(String appid, String openid, String templateId, Forgery how) {
        World here = worlds.get();
        return here.pushes.forge(here.appNamed(appid).appid, openid, templateId, how);
    }

    /** @param appid null for all apps together */
    public PushReport report(String appid) {
        World here = worlds.get();
        return here.pushes.report(appid == null ? null : here.appNamed(appid).appid);
    }
}
