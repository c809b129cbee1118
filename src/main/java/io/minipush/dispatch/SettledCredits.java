package io.minipush.dispatch;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.minipush.credit.Purse;
import io.minipush.credit.TiedCredit;
import io.minipush.dispatch.Outcome.CreditFate;
import io.minipush.dispatch.Settlement.Settled;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;

/** What becomes of the credits of settled tries: in the ledger and in the books. In the commit of the caller. */
final class SettledCredits {

    /** A credit that came back from an attempt is reserved after all others. */
    private static final int RESERVED_LAST_YEARS = 100;

    private final Statements statements;

    SettledCredits(Statements statements) {
        this.statements = statements;
    }

    /** To be called while the credits still stand on their notifications; with the gate, if a purse is refused. */
    void settle(List<Settled> settled) {
        giveBack(settled);
        writeBooks(settled, emptyPurses(settled));
    }

    /** A notification that needed no credit, and was refused by its user, needs one from now on. */
    void demand(List<Settled> settled) {
        statements.batch("demand-credit", settled.stream()
                .filter(one -> one.outcome().credit() == CreditFate.PURSE_REFUSED && one.notification().purse() == null)
                .<Map<String, Object>>map(one -> Map.of("id", one.notification().id(), "purse", purse(one.notification())))
                .toList());
    }

    private void giveBack(List<Settled> settled) {
        List<Map<String, Object>> credits = new ArrayList<>();
        List<Map<String, Object>> wakeUps = new ArrayList<>();
        for (Settled one : settled) {
            CreditFate fate = one.outcome().credit();
            Optional<TiedCredit> tied = one.notification().credit();
            if (tied.isEmpty() || fate != CreditFate.UNTOUCHED && fate != CreditFate.TRIED) {
                continue;
            }
            boolean freed = fate == CreditFate.TRIED || tied.get().freed();
            LocalDateTime expires = Utc.column(tied.get().expiresAt());
            LocalDateTime usableFrom = Utc.column(one.outcome().usableFrom());
            credits.add(Map.of(
                    "id", one.notification().id(),
                    "usable_from", usableFrom,
                    "reserve_order", freed ? expires.plusYears(RESERVED_LAST_YEARS) : expires,
                    "freed", freed));
            wakeUps.add(Map.of("app", one.notification().appId(), "purse", one.notification().purse(), "uses", 1, "usable_from", usableFrom));
        }
        statements.batch("give-back-credit", credits);
        statements.batch("insert-wake-up", wakeUps);
    }

    /**
     * What the user had there when the refused notification was claimed cannot be used either; what has come since can.
     *
     * @return how many credits of each app are gone
     */
    private Map<String, Integer> emptyPurses(List<Settled> settled) {
        Map<String, Map<String, Instant>> purses = new TreeMap<>();
        for (Settled one : settled) {
            ClaimedNotification notification = one.notification();
            if (one.outcome().credit() != CreditFate.PURSE_REFUSED) {
                continue;
            }
            purses.computeIfAbsent(notification.appId(), app -> new TreeMap<>())
                    .merge(purse(notification), notification.claimedAt(), (a, b) -> a.isAfter(b) ? a : b);
        }
        Map<String, Integer> gone = new TreeMap<>();
        purses.forEach((app, emptied) -> emptied.forEach((purse, until) ->
                gone.merge(app, statements.update("empty-purse", Map.of("app", app, "purse", purse, "until", Utc.column(until))), Integer::sum)));
        return gone;
    }

    /** @param gone of each app the credits that were emptied out of purses */
    private void writeBooks(List<Settled> settled, Map<String, Integer> gone) {
        Map<String, int[]> byApp = new TreeMap<>();
        for (Settled one : settled) {
            int[] entry = byApp.computeIfAbsent(one.notification().appId(), app -> new int[] {0, gone.getOrDefault(app, 0)});
            CreditFate fate = one.outcome().credit();
            if (one.notification().credit().isEmpty()) {
                continue;
            }
            if (fate == CreditFate.USED) {
                entry[0]++;
            } else if (fate == CreditFate.REFUSED || fate == CreditFate.PURSE_REFUSED) {
                entry[1]++;
            }
        }
        byApp.forEach((app, entry) -> {
            if (entry[0] + entry[1] > 0) {
                statements.update("book-settled", Map.of("app", app, "used", entry[0], "refused", entry[1]));
            }
        });
    }

    /** The one that a subscribe message is paid from, also if none was asked for so far. */
    private static String purse(ClaimedNotification notification) {
        return notification.purse() == null ? Purse.of(notification.touser(), notification.templateId()) : notification.purse();
    }
}
