package io.minipush.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.minipush.platform.Platforms;
import io.minipush.settings.App;
import io.minipush.settings.EditWatch;
import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in apps that are added to the settings, and what changes of those that are there, while the gateway runs. All other
 * settings, and an app's platform, are read at the start only; an app that is taken out of the settings is served until then.
 */
final class AppsWatch implements EditWatch.Edited<Map<String, App>>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppsWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** Settings are read from several files; between two of them an editor may be at work. */
    private static final EditWatch.Words WORDS = new EditWatch.Words("settings of the apps are wrong, those from before are in force",
            "settings of the apps are right again", 2);

    /** Makes ready what an app needs elsewhere, before it is served. */
    interface Welcome {
        void newcomer(App app);

        void changed(App before, App after);
    }

    private final Settings settings;
    private final Platforms platforms;
    private final Welcome welcome;
    private final EditWatch<Map<String, App>> watch;
    private Map<String, App> taken;
    /** Each app as it was when the last of what follows from that was done; one that is served otherwise has some of it ahead. */
    private final Map<String, App> madeReady;

    AppsWatch(Settings settings, Platforms platforms, Welcome welcome) {
        this.settings = settings;
        this.platforms = platforms;
        this.welcome = welcome;
        this.taken = Map.copyOf(settings.apps());
        this.madeReady = new HashMap<>(taken);
        this.watch = new EditWatch<>("apps", this, taken, WORDS);
    }

    void start() {
        watch.start(BETWEEN_LOOKS);
    }

    /** One sentence while the settings are wrong. */
    Optional<String> warning() {
        return watch.warning();
    }

    @Override
    public Map<String, App> look() {
        return Map.copyOf(settings.again().get().apps());
    }

    @Override
    public void take(Map<String, App> now) {
        Map<String, App> fresh = new TreeMap<>(now);
        fresh.values().forEach(app -> platforms.check(app, settings.apps().get(app.appId())));
        for (App app : fresh.values()) {
            App before = madeReady.get(app.appId());
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
            madeReady.put(app.appId(), app);
        }
        List<String> gone = taken.keySet().stream().filter(app -> !fresh.containsKey(app)).sorted().toList();
        if (!gone.isEmpty()) {
            LOG.warn("Out of the settings, but served until this node is started anew: {}", gone);
        }
        taken = now;
    }

    /** Other faults than wrong settings: the database may be away. */
    @Override
    public String reason(RuntimeException fault) {
        return fault instanceof InvalidSetting ? fault.getMessage() : fault.getClass().getSimpleName();
    }

    @Override
    public void close() {
        watch.close();
    }
}
