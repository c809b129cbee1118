package io.minipush.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
import io.minipush.dispatch.Decision.Circumstances;
import io.minipush.dispatch.Outcome.AppSignal;
import io.minipush.dispatch.Outcome.CreditFate;
import io.minipush.notification.End;
import io.minipush.notification.State;
import io.minipush.platform.Platforms;
import io.minipush.platform.Proof;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;

/**
 * Writes a batch of finished tries: state, credit and books of each in the one commit of its caller. A try whose claim number no
 * longer stands on its notification changes nothing: somebody else has taken it over.
 */
public final class Settlement {

    /** A try that is over. */
    public record Finished(ClaimedNotification notification, Ending ending, boolean probe) {
    }

    /**
     * A try that was settled by this commit.
     *
     * @param trace the platform's name of its answer, or null
     * @param news  whether it was the first to say that its channel is gone
     */
    public record Settled(ClaimedNotification notification, Outcome outcome, String trace, boolean news) {

        /** What there is to tell; empty while it goes on. */
        Optional<End> end() {
            return outcome.state().isEnd() || outcome.state() == State.UNCERTAIN
                    ? Optional.of(new End(notification.id(), notification.appId(), notification.reference(), outcome.state(), outcome.evidence(),
                            outcome.errcode(), outcome.reason(), trace))
                    : Optional.empty();
        }
    }

    /** How long a foreign use of a formId makes "used" prove nothing. */
    private static final Duration FOREIGN_USE_COUNTS = Duration.ofDays(7);
    /** The platform's day begins at midnight; some minutes later its counters surely have. */
    private static final LocalTime NEW_QUOTA = LocalTime.of(0, 5);

    private final Statements statements;
    private final DatabaseClock clock;
    private final Settings settings;
    private final Platforms platforms;
    private final Holds holds;
    private final SettledCredits credits;
    private final Consumer<List<End>> ends;

    /** @param ends is told, inside the commit, what came to an end */
    public Settlement(Statements statements, DatabaseClock clock, Settings settings, Platforms platforms, Consumer<List<End>> ends) {
        this.statements = statements;
        this.clock = clock;
        this.settings = settings;
        this.platforms = platforms;
        this.holds = new Holds(statements);
        this.credits = new SettledCredits(statements);
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
            Proof proof = notification.credit().map(credit -> platforms.proof(notification.appId(), credit.kind())).orElse(Proof.NEVER);
            Circumstances circumstances = new Circumstances(now, settings.creditMargin(), foreign.contains(notification.appId()), proof, otherUses,
                    settings.apps().get(notification.appId()).onUncertain());
            settled.add(new Settled(notification, Decision.of(notification, one.ending(), circumstances),
                    one.ending() instanceof Ending.Answered answered ? answered.answer().trace() : null, false));
        }
        lockGates(settled);
        writeSent(settled, now);
        credits.settle(settled);
        writeOthers(settled, now);
        credits.demand(settled);
        stopChannels(settled, now);
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
            statements.rows("recent-foreign-use", Map.of("apps", apps, "since", Utc.column(now.minus(FOREIGN_USE_COUNTS))))
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

    /** Whoever empties a purse or keeps a channel back has the gate: a claim that has chosen a credit must get it. */
    private void lockGates(List<Settled> settled) {
        settled.stream()
                .filter(one -> one.outcome().credit() == CreditFate.PURSE_REFUSED || one.outcome().signal() == AppSignal.CHANNEL_GONE)
                .map(one -> one.notification().appId()).distinct().sorted()
                .forEach(app -> statements.row("lock-gate-of-app", Map.of("app", app)));
    }

    private void writeSent(List<Settled> settled, Instant now) {
        statements.batch("settle-sent-with-msgid", settled.stream()
                .filter(one -> one.outcome().state() == State.SENT && one.outcome().msgid() != null)
                .<Map<String, Object>>map(one -> Map.of("id", one.notification().id(), "evidence", one.outcome().evidence(),
                        "errcode", one.outcome().errcode(), "msgid", one.outcome().msgid(), "now", Utc.column(now)))
                .toList());
        settled.stream()
                .filter(one -> one.outcome().state() == State.SENT && one.outcome().msgid() == null)
                .collect(Collectors.groupingBy(one -> one.outcome().evidence()))
                .forEach((evidence, sent) -> statements.update("settle-sent", Map.of(
                        "evidence", evidence,
                        "errcode", sent.get(0).outcome().errcode(),
                        "now", Utc.column(now),
                        "ids", sent.stream().map(one -> one.notification().id()).toList())));
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
            row.put("ended_at", outcome.state().isEnd() ? Utc.column(now) : null);
            row.put("now", Utc.column(now));
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
        return due == null ? null : Utc.column(due.isAfter(end) ? end : due);
    }

    /** What was claimed to be posted and never was does not count. */
    private void refundBudget(List<Finished> own, Instant now) {
        Map<String, Integer> unused = new TreeMap<>();
        own.stream()
                .filter(one -> one.ending() instanceof Ending.NeverPosted || one.ending() instanceof Ending.Released)
                .filter(one -> one.notification().isToBePosted(one.notification().claimedAt()))
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
            statements.update("wake-others", Map.of("ids", gone, "now", Utc.column(now)));
        }
    }

    /** What the platform no longer takes waits for a person; the other channels go on. */
    private void stopChannels(List<Settled> settled, Instant now) {
        for (int i = 0; i < settled.size(); i++) {
            Settled one = settled.get(i);
            if (one.outcome().signal() == AppSignal.CHANNEL_GONE && holds.hold(one.notification().appId(), one.notification().channel().holdKey(),
                    Utc.column(now), one.outcome().errcode(), one.outcome().rule().says())) {
                settled.set(i, new Settled(one.notification(), one.outcome(), one.trace(), true));
            }
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
            if (outcome.signal() != AppSignal.NONE && outcome.signal() != AppSignal.CHANNEL_GONE && written.add(app + " " + outcome.signal() + " " + outcome.errcode())) {
                write(app, outcome, now);
            }
        }
        for (Finished one : own) {
            String app = one.notification().appId();
            if (one.probe() && one.ending() instanceof Ending.Answered && !resting.contains(app)) {
                statements.update("end-hold", Map.of("app", app, "now", Utc.column(now)));
            }
        }
    }

    private void write(String app, Outcome outcome, Instant now) {
        if (outcome.signal() == AppSignal.FOREIGN_USE) {
            statements.update("note-foreign-use", Map.of("app", app, "now", Utc.column(now)));
            return;
        }
        Duration delay = outcome.rule().delay();
        Instant until = delay == null ? nextQuotaDay(now) : now.plus(delay);
        statements.update("hold-app", Map.of("app", app, "until", Utc.column(until), "errcode", outcome.errcode(), "reason", outcome.rule().reason()));
    }

    private Instant nextQuotaDay(Instant now) {
        ZonedDateTime local = now.atZone(settings.timeZone());
        ZonedDateTime today = local.with(NEW_QUOTA);
        return (local.isBefore(today) ? today : today.plusDays(1)).toInstant();
    }
}
