package io.minipush.simulator;

import io.minipush.simulator.push.PushWorkers;
import io.minipush.simulator.push.Pushes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All that the platform knows. A reset puts a new world in place of the old one, so nothing of it can stay behind. */
final class World {
    final Ids ids;
    final Map<String, Token> tokens = new ConcurrentHashMap<>();
    final Map<String, IssuedForm> forms = new ConcurrentHashMap<>();
    final Map<String, LoginCode> codes = new ConcurrentHashMap<>();
    final Set<String> openids = ConcurrentHashMap.newKeySet();
    final MessageLog<TemplateEntry> messages = new MessageLog<>();
    final MessageLog<SubscribeEntry> received = new MessageLog<>();
    final FaultPlan faults;
    final Fate fate;
    final Pushes pushes;
    /** Bears the counts of requests that name no known app. */
    final App nobody;
    private final Map<Api, QuotaLimits> limits = new EnumMap<>(Api.class);
    private final Map<Api, Integer> withdrawn = new ConcurrentHashMap<>();
    private final Map<String, App> apps = new ConcurrentHashMap<>();
    private final boolean acceptAnyApp;
    private volatile long offsetMillis;
    private volatile Duration latency;
    private volatile PlatformSettings settings = PlatformSettings.REAL;

    World(SimulatorOptions options, Ids ids, PushWorkers workers) {
        this.ids = ids;
        this.faults = new FaultPlan(options.seed());
        this.fate = new Fate(options.seed());
        this.pushes = new Pushes(workers, this::now, options.callback(), options.seed());
        this.acceptAnyApp = options.acceptAnyApp();
        this.latency = options.latency();
        for (Api api : Api.values()) {
            limits.put(api, QuotaLimits.real(api));
        }
        if (options.today()) {
            withdrawn.put(Api.TEMPLATE_SEND, 45103);
        }
        this.nobody = new App("", null, this);
        options.apps().forEach(this::addApp);
    }

    /** The same platform on its first day: the apps are still registered, all else is gone. */
    World reborn(SimulatorOptions options, PushWorkers workers) {
        World fresh = new World(options, ids, workers);
        apps.values().forEach(app -> fresh.apps.computeIfAbsent(app.appid, id -> new App(id, app.secret(), fresh)));
        return fresh;
    }

    void addApp(String appid, String secret) {
        if (appid.isBlank()) {
            throw new IllegalArgumentException("an app needs an appid");
        }
        apps.computeIfAbsent(appid, id -> new App(id, secret, this)).secret(secret);
    }

    /** @return null if the platform does not know the appid */
    App app(String appid) {
        if (appid == null || appid.isBlank()) {
            return null;
        }
        return acceptAnyApp ? apps.computeIfAbsent(appid, id -> new App(id, null, this)) : apps.get(appid);
    }

    /** For the control verbs, where an unknown appid is a mistake of the test. */
    App appNamed(String appid) {
        App app = app(appid);
        if (app == null) {
            throw new IllegalArgumentException("no such app: " + appid);
        }
        return app;
    }

    List<App> allApps() {
        return new ArrayList<>(apps.values());
    }

    App authenticate(String appid, String secret) {
        if (appid == null || appid.isEmpty()) {
            throw new Refusal(41002);
        }
        if (secret == null || secret.isEmpty()) {
            throw new Refusal(41004);
        }
        App app = app(appid);
        if (app == null) {
            throw new Refusal(40013);
        }
        String expected = app.secret();
        if (expected != null && !expected.equals(secret)) {
            throw new Refusal(40125);
        }
        return app;
    }

    void addUser(App app, String openid) {
        app.addUser(openid);
        openids.add(openid);
    }

    IssuedForm issueForm(App app, String openid, FormKind kind, Duration age) {
        long issuedAt = now() - age.toMillis();
        IssuedForm form;
        do {
            String id = kind == FormKind.PREPAY ? ids.prepay() : ids.form();
            form = new IssuedForm(id, app, openid, kind, issuedAt);
        } while (forms.putIfAbsent(form.id, form) != null);
        app.score.formIssued();
        return form;
    }

    /** Whether a word in a request header is something that only a request body or the query may carry. */
    boolean isPrivate(String word) {
        return forms.containsKey(word) || openids.contains(word) || tokens.containsKey(word);
    }

    /** The platform's clock. */
    long now() {
        return System.currentTimeMillis() + offsetMillis;
    }

    void offset(Duration offset) {
        offsetMillis = offset.toMillis();
    }

    /** What every app's calls are answered that the platform no longer offers. */
    Map<Api, Integer> withdrawn() {
        return withdrawn;
    }

    Duration latency() {
        return latency;
    }

    void latency(Duration newLatency) {
        latency = newLatency;
    }

    PlatformSettings settings() {
        return settings;
    }

    void settings(PlatformSettings newSettings) {
        settings = newSettings;
    }

    /** For every app, also those that come later. */
    void withdrawAll(Api api, int errcode) {
        withdrawn.put(api, errcode);
        apps.values().forEach(app -> app.withdraw(api, errcode));
    }

    QuotaLimits limits(Api api) {
        synchronized (limits) {
            return limits.get(api);
        }
    }

    /** For every app, also those that come later. */
    void limitAll(Api api, QuotaLimits to) {
        synchronized (limits) {
            limits.put(api, to);
        }
        apps.values().forEach(app -> app.quota(api).limit(to.perDay(), to.perMinute()));
    }
}
