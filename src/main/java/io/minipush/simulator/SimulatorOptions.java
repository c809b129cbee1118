package io.minipush.simulator;

import io.minipush.simulator.push.Callback;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How to start a {@link Simulator}.
 *
 * @param host         a loopback address: a stand-in with open controls has no place on a network
 * @param port         0 for any free one
 * @param apps         the secret of each appid that the platform knows
 * @param acceptAnyApp whether an appid that is not listed is let in with whatever secret it brings
 * @param latency      the time between looking at a request and answering it
 * @param seed         of the ids and of the faults' dice. The default is a new one each time: a simulator that issued the formIds
 *                     of its last run again would clash with a gateway that remembers them
 * @param today        whether the call for template messages is withdrawn, as on the real platform since 2020
 * @param callback     where the events of every app go that has no callback of its own; null: nowhere
 */
public record SimulatorOptions(String host, int port, Map<String, String> apps, boolean acceptAnyApp, Duration latency, long seed,
        boolean today, Callback callback) {
    /** The app that is known if none is named. */
    public static final String DEFAULT_APPID = "wx0000000000000000";
    /** Its secret. */
    public static final String DEFAULT_SECRET = "not-a-real-secret";

    public SimulatorOptions {
        apps = Map.copyOf(apps);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        if (latency.isNegative()) {
            throw new IllegalArgumentException("the latency cannot be less than no time");
        }
    }

    /** Any free port of 127.0.0.1, one app, no latency. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions("127.0.0.1", 0, Map.of(DEFAULT_APPID, DEFAULT_SECRET), false, Duration.ZERO,
                ThreadLocalRandom.current().nextLong(), false, null);
    }

    public SimulatorOptions withPort(int newPort) {
        return new SimulatorOptions(host, newPort, apps, acceptAnyApp, latency, seed, today, callback);
    }

    /** Replaces the apps. */
    public SimulatorOptions withApps(Map<String, String> newApps) {
        return new SimulatorOptions(host, port, newApps, acceptAnyApp, latency, seed, today, callback);
    }

    /** Adds an app to those known. */
    public SimulatorOptions withApp(String appid, String secret) {
        Map<String, String> more = new LinkedHashMap<>(apps);
        more.put(appid, secret);
        return withApps(more);
    }

    public SimulatorOptions acceptingAnyApp(boolean any) {
        return new SimulatorOptions(host, port, apps, any, latency, seed, today, callback);
    }

    public SimulatorOptions withLatency(Duration newLatency) {
        return new SimulatorOptions(host, port, apps, acceptAnyApp, newLatency, seed, today, callback);
    }

    public SimulatorOptions withSeed(long newSeed) {
        return new SimulatorOptions(host, port, apps, acceptAnyApp, latency, newSeed, today, callback);
    }

    /** The platform as it is today: the call for template messages is withdrawn (45103). */
    public SimulatorOptions asToday() {
        return new SimulatorOptions(host, port, apps, acceptAnyApp, latency, seed, true, callback);
    }

    /** Pushes the events of every app there; {@code {appid}} in the URL stands for the app. */
    public SimulatorOptions withCallback(Callback newCallback) {
        return new SimulatorOptions(host, port, apps, acceptAnyApp, latency, seed, today, newCallback);
    }
}
