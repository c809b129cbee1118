package io.minipush.settings;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The apps that a gateway serves, by appid. It and its views are live: whoever holds them sees an app that comes and a secret that
 * changes. No app leaves before the gateway does. Thread-safe; each look sees one state.
 */
public final class Apps extends AbstractMap<String, App> {

    private volatile Map<String, App> present;

    Apps(Map<String, App> present) {
        this.present = Map.copyOf(present);
    }

    /** From now on the app is served as it is given. */
    public synchronized void serve(App app) {
        Map<String, App> next = new TreeMap<>(present);
        next.put(app.appId(), app);
        present = Map.copyOf(next);
    }

    @Override
    public Set<Entry<String, App>> entrySet() {
        return present.entrySet();
    }

    @Override
    public App get(Object appId) {
        return present.get(appId);
    }

    @Override
    public boolean containsKey(Object appId) {
        return present.containsKey(appId);
    }
}
