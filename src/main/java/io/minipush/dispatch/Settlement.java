package io.minipush.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.minipush.credit.CreditKind;
import io.minipush.credit.TiedCredit;
import io.minipush.dispatch.Decision.Circumstances;
import io.minipush.dispatch.Outcome.AppSignal;
import io.minipush.dispatch.Outcome.CreditFate;
import io.minipush.notification.ClaimedNotification;
import io.minipush.notification.End;
import io.minipush.notification.State;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;

/**
 * Writes a batch of finished tries: state, credit and books of each in the one commit of its caller. A try whose claim number no
 * longer stands on its notification changes nothing: somebody else has taken it over.
 */
public final class Settlement {

    /** A try that is over. */
    public record Finished(ClaimedNotification notification, Ending ending, boolean probe) {
    }

    /** A try that was settled by this commit. */
    public record Settled(ClaimedNotification notification, Outcome outcome) {

        /** What there is to tell; empty while it goes on. */
        Optional<End> end() {
            return outcome.state().isEnd() || outcome.state() == State.UNCERTAIN
                    ? Optional.of(new End(notification.id(), notification.appId(), notification.reference(), outcome.state(), outcome.evidence(),
                            outcome.errcode(), outcome.reason()))
                    : Optional.empty();
        }
    }

    /** How long a foreign use of a formId makes "used" prove nothing. */
    private static final Duration FOREIGN_USE_COUNTS = Duration.ofDays(7);
    /** The platform's day begins at midnight; some minutes later its counters surely have. */
    private static final LocalTime NEW_QUOTA = LocalTime.of(0, 5);
    /** A credit that came back from an attempt is reserved after all others. */
    private static final int RESERVED_LAST_YEARS = 100;

    private final Statements statements;
    private final DatabaseClock clock;
    private final Settings settings;
    private final Consumer<List<End>> ends;

    /** @param ends is told, inside the commit, what came to an end */
    public Settlement(Statements statements, DatabaseClock clock, Settings settings, Consumer<List<End>> ends) {
        this.statements = statements;
        this.clock = clock;
        this.settings = settings;
        this.ends = ends;
    }

    /** @return what was settled; tries that had lost their claim are missing */
    public List<Settled> settle(List<Finished> finished) {
        List<Finished> own = stillOwn(finished);
        if (own.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Set<String> foreign = recentForeignUse(own, now);
        Set<String> open = openUses(own);
        List<Settled> settled = new ArrayList<>(own.size());
        for (Finished one : own) {
            ClaimedNotification notification = one.notification();
            boolean otherUses = notification.credit().map(credit -> open.contains(credit.formId())).orElse(false);
            Circumstances circumstances = new Circumstances(now, settings.creditMargin(), foreign.contains(notification.appId()), otherUses,
                    settings.apps().get(notification.appId()).onUncertain());
            settled.add(new Settled(notification, Decision.of(notification, one.ending(), circumstances)));
        }
        writeSent(settled, now);
        giveBackCredits(settled);
        writeOthers(settled, now);
        writeBooks(settled);
        writeSignals(settled, own, now);
        refundBudget(own, now);
        wakeOthers(own, now);
        ends.accept(settled.stream().map(Settled::end).flatMap(Optional::stream).toList());
        return settled;
    }

    private List<Finished> stillOwn(List<Finished> finished) {
        Map<String, Long> claims = new HashMap<>();
        statements.rows("lock-claimed", Map.of("ids", finished.stream().map(one -> one.notification().id()).toList()))
                .forEach(row -> claims.put((String) row.get("id"), row.get("claim_no") == null ? null : ((Number) row.get("claim_no")).longValue()));
        Set<String> once = new HashSet<>();
        return finished.stream()
                .filter(one -> Long.valueOf(one.notification().claimNo()).equals(claims.get(one.notification().id())))
                .filter(one -> once.add(one.notification().id()))
                .toList();
    }

    private Set<String> recentForeignUse(List<Finished> own, Instant now) {
        Set<String> apps = own.stream()
                .filter(one -> one.notification().doubt())
                .map(one -> one.notification().appId())
                .collect(Collectors.toSet());
        Set<String> foreign = new HashSet<>();
        if (!apps.isEmpty()) {
            statements.rows("recent-foreign-use", Map.of("apps", apps, "since", utc(now.minus(FOREIGN_USE_COUNTS))))
                    .forEach(row -> foreign.add((String) row.get("app_id")));
        }
        return foreign;
    }

    /** The prepay_ids of this batch that have another use which is still free or tied: a repeat proves nothing about them. */
    private Set<String> openUses(List<Finished> own) {
        Map<String, List<String>> prepays = new TreeMap<>();
        for (Finished one : own) {
            one.notification().credit().filter(credit -> credit.kind() == CreditKind.PREPAY).ifPresent(credit -> prepays
                    .computeIfAbsent(one.notification().appId(), app -> new ArrayList<>()).add(credit.formId()));
        }
        Set<String> open = new HashSet<>();
        prepays.forEach((app, ids) -> {
            for (String query : List.of("open-uses-in-ledger", "open-uses-tied")) {
                statements.rows(query, Map.of("app", app, "form_ids", ids)).forEach(row -> open.add((String) row.get("form_id")));
            }
        });
        return open;
    }

    private void writeSent(List<Settled> settled, Instant now) {
        settled.stream()
                .filter(one -> one.outcome().state() == State.SENT)
                .collect(Collectors.groupingBy(one -> one.outcome().evidence()))
                .forEach((evidence, sent) -> statements.update("settle-sent", Map.of(
                        "evidence", evidence,
                        "errcode", sent.get(0).outcome().errcode(),
                        "now", utc(now),
                        "ids", sent.stream().map(one -> one.notification().id()).toList())));
    }

    private void giveBackCredits(List<Settled> settled) {
        List<Map<String, Object>> credits = new ArrayList<>();
        List<Map<String, Object>> wakeUps = new ArrayList<>();
        for (Settled one : settled) {
            CreditFate fate = one.outcome().credit();
            Optional<TiedCredit> tied = one.notification().credit();
            if (tied.isEmpty() || fate != CreditFate.UNTOUCHED && fate != CreditFate.TRIED) {
                continue;
            }
            boolean freed = fate == CreditFate.TRIED || tied.get().freed();
            LocalDateTime expires = utc(tied.get().expiresAt());
            LocalDateTime usableFrom = utc(one.outcome().usableFrom());
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

    private void writeOthers(List<Settled> settled, Instant now) {
        List<Map<String, Object>> with = new ArrayList<>();
        List<Map<String, Object>> without = new ArrayList<>();
        for (Settled one : settled) {
            Outcome outcome = one.outcome();
            if (outcome.state() == State.SENT) {
                continue;
            }
            Map<String, Object> row = new HashMap<>();
            row.put("id", one.notification().id());
            row.put("state", outcome.state().word());
            row.put("errcode", outcome.errcode());
            row.put("reason", outcome.reason());
            row.put("attempt", outcome.attempt() ? 1 : 0);
            row.put("setbacks", outcome.setbacks());
            row.put("refused", outcome.refused());
            row.put("due_at", dueAt(one));
            row.put("ended_at", outcome.state().isEnd() ? utc(now) : null);
            row.put("now", utc(now));
            row.put("doubt", outcome.doubt());
            (outcome.credit() == CreditFate.STAYS ? with : without).add(row);
        }
        statements.batch("settle-with-credit", with);
        statements.batch("settle-without-credit", without);
    }

    /** Not later than its end, which a claim has to notice. */
    private static LocalDateTime dueAt(Settled one) {
        Instant due = one.outcome().dueAt();
        Instant end = one.notification().expiresAt();
        return due == null ? null : utc(due.isAfter(end) ? end : due);
    }

    private void writeBooks(List<Settled> settled) {
        Map<String, int[]> byApp = new TreeMap<>();
        for (Settled one : settled) {
            int[] entry = byApp.computeIfAbsent(one.notification().appId(), app -> new int[2]);
            if (one.outcome().credit() == CreditFate.USED) {
                entry[0]++;
            } else if (one.outcome().credit() == CreditFate.REFUSED) {
                entry[1]++;
            }
        }
        byApp.forEach((app, entry) -> {
            if (entry[0] + entry[1] > 0) {
                statements.update("book-settled", Map.of("app", app, "used", entry[0], "refused", entry[1]));
            }
        });
    }

    /** What was claimed to be posted and never was does not count. */
    private void refundBudget(List<Finished> own, Instant now) {
        Map<String, Integer> unused = new TreeMap<>();
        own.stream()
                .filter(one -> one.ending() instanceof Ending.NeverPosted || one.ending() instanceof Ending.Released)
                .filter(one -> one.notification().credit().isPresent())
                .forEach(one -> unused.merge(one.notification().appId(), 1, Integer::sum));
        unused.forEach((app, posts) -> statements.update("refund-quota",
                Map.of("app", app, "posts", posts, "quota_day", LocalDate.ofInstant(now, settings.timeZone()))));
    }

    /** One that ends without a credit may just have been woken for one. */
    private void wakeOthers(List<Finished> own, Instant now) {
        List<String> gone = own.stream()
                .filter(one -> one.ending() instanceof Ending.PastItsEnd && one.notification().credit().isEmpty())
                .map(one -> one.notification().id()).toList();
        if (!gone.isEmpty()) {
            statements.update("wake-others", Map.of("ids", gone, "now", utc(now)));
        }
    }

    private void writeSignals(List<Settled> settled, List<Finished> own, Instant now) {
        Set<String> resting = new HashSet<>();
        Set<String> written = new HashSet<>();
        for (Settled one : settled) {
            String app = one.notification().appId();
            Outcome outcome = one.outcome();
            if (outcome.signal() == AppSignal.REST) {
                resting.add(app);
            }
            if (outcome.signal() != AppSignal.NONE && written.add(app + " " + outcome.signal() + " " + outcome.errcode())) {
                write(app, outcome, now);
            }
        }
        for (Finished one : own) {
            String app = one.notification().appId();
            if (one.probe() && one.ending() instanceof Ending.Answered && !resting.contains(app)) {
                statements.update("end-hold", Map.of("app", app, "now", utc(now)));
            }
        }
    }

    private void write(String app, Outcome outcome, Instant now) {
        if (outcome.signal() == AppSignal.FOREIGN_USE) {
            statements.update("note-foreign-use", Map.of("app", app, "now", utc(now)));
            return;
        }
        Duration delay = outcome.rule().delay();
        Instant until = delay == null ? nextQuotaDay(now) : now.plus(delay);
        statements.update("hold-app", Map.of("app", app, "until", utc(until), "errcode", outcome.errcode(), "reason", outcome.rule().reason()));
    }

    private Instant nextQuotaDay(Instant now) {
        ZonedDateTime local = now.atZone(settings.timeZone());
        ZonedDateTime today = local.with(NEW_QUOTA);
        return (local.isBefore(today) ? today : today.plusDays(1)).toInstant();
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
