package io.minipush.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the producers of a drill were told, through whichever door. Safe for use by many threads. */
final class Handed {

    private final Map<String, String> idByMarker = new ConcurrentHashMap<>();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    /** The gateway said that it accepted this message. */
    void accepted(String marker, String id) {
        String before = idByMarker.put(marker, id);
        if (before != null && !before.equals(id)) {
            complain(marker + " was accepted as " + before + ", and again as " + id);
        }
    }

    /** An answer that no producer should get. */
    void complain(String complaint) {
        complaints.add(complaint);
    }

    /** The marker of each accepted message, and its id. */
    Map<String, String> accepted() {
        return idByMarker;
    }

    List<String> complaints() {
        return complaints;
    }
}
