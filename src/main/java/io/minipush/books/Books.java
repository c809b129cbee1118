package io.minipush.books;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.minipush.notification.State;

/**
 * The books of one app at one moment: what was written down in the commits that moved something, and what is there. Both must
 * agree at every moment; whatever they differ by was lost or came from nowhere.
 *
 * @param takenIn        notifications ever accepted
 * @param archived       of these, removed after their retention
 * @param notifications  those there are, by state; each state is present
 * @param collected      uses of credits ever collected
 * @param used           of these, sent with
 * @param refused        of these, refused by the platform or burnt with an archived notification
 * @param expired        of these, removed after their end
 * @param free           those in the ledger
 * @param tied           those on a notification
 */
public record Books(String appId, long takenIn, long archived, Map<State, Long> notifications,
        long collected, long used, long refused, long expired, long free, long tied) {

    public Books {
        notifications = Map.copyOf(notifications);
    }

    /** Notifications that are missing; negative if there are too many. */
    public long difference() {
        return takenIn - archived - notifications.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Uses of credits that are missing; negative if there are too many. */
    public long creditDifference() {
        return collected - used - refused - expired - free - tied;
    }

    /** Whether nothing is missing and nothing too much. */
    public boolean balance() {
        return difference() == 0 && creditDifference() == 0;
    }

    /** @param rows of the statement {@code books} */
    public static List<Books> ofRows(List<Map<String, Object>> rows) {
        return rows.stream().map(Books::of).toList();
    }

    private static Books of(Map<String, Object> row) {
        Map<State, Long> states = new EnumMap<>(State.class);
        for (State state : State.values()) {
            states.put(state, number(row, state.word()));
        }
        return new Books((String) row.get("app_id"), number(row, "taken_in"), number(row, "archived"), states,
                number(row, "collected"), number(row, "used_credits"), number(row, "refused_credits"), number(row, "expired_credits"),
                number(row, "free_credits"), number(row, "tied_credits"));
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }
}
