package io.minipush.hands;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.minipush.storage.Statements;
import org.apache.camel.Body;

/**
 * Finds notifications, the newest first, a page at a time. A page costs the same whatever the tables hold: it walks one index
 * and reads at most {@link #WINDOW} rows. Where nothing but sifting is left (an errcode, or two filters together) a page may
 * therefore be short, even empty, and still have a next one.
 */
public final class NotificationSearch {

    static final int WINDOW = 2000;

    /**
     * @param rows columns as {@code list-by-state} names them
     * @param next the id after which the next page begins, or null if this was the last
     */
    public record Page(List<Map<String, Object>> rows, String next) {
    }

    private final Statements statements;

    NotificationSearch(Statements statements) {
        this.statements = statements;
    }

    public Page find(@Body Search search) {
        // One more than a page tells whether there is a next one.
        int reach = search.isSifted() ? WINDOW : search.limit() + 1;
        List<Map<String, Object>> window = read(search, reach);
        List<Map<String, Object>> page = new ArrayList<>();
        for (int i = 0; i < window.size(); i++) {
            if (search.wants(window.get(i))) {
                page.add(window.get(i));
            }
            if (page.size() == search.limit()) {
                boolean last = i == window.size() - 1 && window.size() < reach;
                return new Page(page, last ? null : id(window.get(i)));
            }
        }
        return new Page(page, window.size() < reach ? null : id(window.get(window.size() - 1)));
    }

    private List<Map<String, Object>> read(Search search, int reach) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("app", search.appId());
        parameters.put("before", search.before());
        parameters.put("n", reach);
        if (search.reference() != null) {
            parameters.put("reference", search.reference());
            return statements.rows("list-by-reference", parameters);
        }
        if (search.openid() != null) {
            parameters.put("openid", search.openid());
            return statements.rows("list-by-user", parameters);
        }
        if (search.state() != null) {
            parameters.put("state", search.state().word());
            return statements.rows("list-by-state", parameters);
        }
        return statements.rows("list-of-app", parameters);
    }

    private static String id(Map<String, Object> row) {
        return (String) row.get("id");
    }
}
