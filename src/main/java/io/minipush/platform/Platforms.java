package io.minipush.platform;

import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.minipush.credit.CreditKind;
import io.minipush.notification.Channel;
import io.minipush.settings.App;
import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Settings;

/** The platforms that there are, and which app lives on which. Thread-safe; an app may come while the gateway runs. */
public final class Platforms {

    private final Map<String, Platform> byName = new TreeMap<>();
    private final Map<String, Platform> byApp = new ConcurrentHashMap<>();
    private final Map<String, Map<Channel, Call>> calls = new ConcurrentHashMap<>();
    /** Of the platforms on which an app lived at the start. */
    private final Map<String, Map<Channel, Call>> callsByName = new HashMap<>();

    private Platforms(Settings settings) {
        ServiceLoader.load(Platform.class).forEach(platform -> byName.put(platform.name(), platform));
        for (App app : settings.apps().values()) {
            Platform platform = byName.get(app.platform());
            if (platform == null) {
                throw new InvalidSetting(key(app, "platform"), "there is no platform '" + app.platform() + "'; there are " + String.join(", ", byName.keySet()),
                        "wechat");
            }
            callsByName.computeIfAbsent(platform.name(), name -> calls(platform, settings));
            checkChannel(app);
            add(app);
        }
    }

    private void checkChannel(App app) {
        Map<Channel, Call> channels = callsByName.get(app.platform());
        if (!channels.containsKey(app.channel())) {
            throw new InvalidSetting(key(app, "channel"), "the platform " + app.platform() + " has no channel '" + app.channel().word() + "'",
                    channels.keySet().iterator().next().word());
        }
    }

    /**
     * Whether an app can be taken in while the gateway runs.
     *
     * @param before as it is served now; null if it is not
     * @throws InvalidSetting if it cannot
     */
    public void check(App app, App before) {
        if (before != null ? !before.platform().equals(app.platform()) : !callsByName.containsKey(app.platform())) {
            throw new InvalidSetting(key(app, "platform"), "another platform takes a restart", before == null ? callsByName.keySet().iterator().next() : before.platform());
        }
        checkChannel(app);
    }

    /** From now on the gateway serves the app, which was checked. */
    public void add(App app) {
        calls.put(app.appId(), callsByName.get(app.platform()));
        byApp.put(app.appId(), byName.get(app.platform()));
    }

    /** @throws InvalidSetting if an app names a platform that is not there, or if an answer policy is wrong */
    public static Platforms of(Settings settings) {
        return new Platforms(settings);
    }

    private static String key(App app, String name) {
        return "minipush.apps." + app.appId() + "." + name;
    }

    private static Map<Channel, Call> calls(Platform platform, Settings settings) {
        URI host = platform.url(settings);
        Map<Channel, Call> calls = new EnumMap<>(Channel.class);
        platform.routes(settings).forEach((channel, route) -> calls.put(channel, new Call(channel, host, route)));
        return calls;
    }

    /** Whether this gateway serves the app: of others it knows nothing. */
    public boolean serves(String appId) {
        return byApp.containsKey(appId);
    }

    /** Whether the platform of an app has this channel. */
    public boolean offers(String appId, Channel channel) {
        return calls.get(appId).containsKey(channel);
    }

    /** @return how a notification of an app leaves; empty if its platform does not have this channel */
    public Optional<Call> call(String appId, Channel channel) {
        return Optional.ofNullable(calls.get(appId).get(channel));
    }

    /** Every way in which a notification of this gateway can leave. */
    public List<Call> calls() {
        return calls.values().stream().flatMap(channels -> channels.values().stream()).distinct().toList();
    }

    /** The routes without which nothing of an app can leave. */
    public List<String> routes(String appId) {
        return calls.get(appId).values().stream().map(call -> call.route().id()).toList();
    }

    public Proof proof(String appId, CreditKind kind) {
        return byApp.get(appId).proof(kind);
    }

    /**
     * Whether a repeat settles what a post of this channel leaves in doubt. Payments' ids can be used in place of formIds: that
     * some of those prove nothing is seen when one is tied.
     */
    public boolean proves(String appId, Channel channel) {
        return proof(appId, channel == Channel.TEMPLATE ? CreditKind.FORM : CreditKind.SUBSCRIPTION) != Proof.NEVER;
    }

    public boolean usesAccessToken(String appId) {
        return byApp.get(appId).usesAccessToken();
    }

    /** What no route may post to without a permit: the calls of every platform, also of those that no app of this gateway lives on. */
    public Set<String> messageCalls() {
        return byName.values().stream().map(Platform::messageCalls).collect(Collectors.toUnmodifiableSet());
    }
}
