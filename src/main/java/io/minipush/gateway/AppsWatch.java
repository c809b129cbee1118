package io.minipush.gateway;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.minipush.platform.Platforms;
import io.minipush.settings.App;
import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in apps that are added to the settings, and what changes of those that are there, while the gateway runs. All other
 * settings, and an app's platform, are read at the start only; an app that is taken out of the settings is served until then.
 *
 * <p>A change is taken once two looks in a row have seen it, since an editor may be in the middle of it. Settings that are wrong
 * leave everything as it was.
 */
final class AppsWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppsWatch.class);
    private static final long BETWEEN_LOOKS_MILLIS = 1000;

    /** Makes ready what an app needs elsewhere, before it is served. */
    interface Welcome {
        void newcomer(App app);

        void changed(App before, App after);
    }

    private final Settings settings;
    private final Platforms platforms;
    private final Welcome welcome;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "apps");
        thread.setDaemon(true);
        return thread;
    });
    /** What the last look saw; only the looking thread has these. */
    private Map<String, App> seen;
    private Map<String, App> taken;
    private String seenFault;
    private volatile String fault;

    AppsWatch(Settings settings, Platforms platforms, Welcome welcome) {
        this.settings = settings;
        this.platforms = platforms;
        this.welcome = welcome;
        this.taken = Map.copyOf(settings.apps());
        this.seen = taken;
    }

    void start() {
        looks.scheduleWithFixedDelay(this::look, BETWEEN_LOOKS_MILLIS, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One sentence while the settings are wrong. */
    Optional<String> warning() {
        return Optional.ofNullable(fault).map(reason -> "the settings of the apps are wrong, those from before are in force: " + reason);
    }

    private void look() {
        try {
            Map<String, App> now = Map.copyOf(settings.again().get().apps());
            boolean kept = now.equals(seen);
            seen = now;
            if (kept && !now.equals(taken)) {
                take(now);
            }
            if (now.equals(taken)) {
                wrong(null);
            }
        } catch (InvalidSetting e) {
            wrong(e.getMessage());
        } catch (RuntimeException e) {
            // The database may be away. It is tried again.
            wrong(e.getClass().getSimpleName());
        }
    }

    private void take(Map<String, App> now) {
        Map<String, App> fresh = new TreeMap<>(now);
        fresh.values().forEach(app -> platforms.check(app, settings.apps().get(app.appId())));
        for (App app : fresh.values()) {
            App before = settings.apps().get(app.appId());
            if (before == null) {
                platforms.add(app);
                welcome.newcomer(app);
                settings.apps().serve(app);
                LOG.info("The app {} is served from now on", app.appId());
            } else if (!before.equals(app)) {
                settings.apps().serve(app);
                welcome.changed(before, app);
                LOG.info("The settings of {} have changed{}", app.appId(), before.secret().equals(app.secret()) ? "" : ", its secret too");
            }
        }
        List<String> gone = taken.keySet().stream().filter(app -> !fresh.containsKey(app)).sorted().toList();
        if (!gone.isEmpty()) {
            LOG.warn("Out of the settings, but served until this node is started anew: {}", gone);
        }
        taken = now;
    }

    /** Said once for each fault that two looks have seen, and once when it is over. */
    private void wrong(String reason) {
        boolean kept = reason == null || reason.equals(seenFault);
        seenFault = reason;
        String before = fault;
        if (!kept || Objects.equals(reason, before)) {
            return;
        }
        fault = reason;
        if (reason == null) {
            LOG.info("The settings of the apps are right again");
        } else {
            LOG.warn("The settings of the apps are wrong, those from before are in force: {}", reason);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
