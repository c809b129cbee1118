package io.minipush.books;

import java.sql.Date;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.minipush.cluster.Node;
import io.minipush.credit.CreditKind;
import io.minipush.notification.Channel;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Utc;
import org.apache.camel.Body;

/**
 * The figures that are counted now and then rather than kept up to date. Bound as {@code stock-figures}; the route
 * {@code measure-stock} feeds it from one thread, any thread reads the gauges.
 */
public final class StockFigures {

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration SOON = Duration.ofHours(24);

    private final Settings settings;
    private final DatabaseClock clock;
    private final Pace pace = new Pace(INTERVAL, System::nanoTime);
    private final MultiGauge notifications;
    private final MultiGauge difference;
    private final MultiGauge creditDifference;
    private final MultiGauge available;
    private final MultiGauge expiring;
    private final MultiGauge oldestDue;
    private final MultiGauge budgetUsed;
    private final MultiGauge withdrawn;
    private final AtomicLong outcomesWaiting;
    private volatile List<Books> latest = List.of();
    private final AtomicLong nodesAlive;

    public StockFigures(MeterRegistry meters, Settings settings, DatabaseClock clock) {
        this.settings = settings;
        this.clock = clock;
        notifications = gauge(meters, "minipush_notifications", "Notifications there are now, by state");
        difference = gauge(meters, "minipush_books_difference", "Notifications that the books miss; must be 0");
        creditDifference = gauge(meters, "minipush_credit_books_difference", "Uses of credits that the books miss; must be 0");
        available = gauge(meters, "minipush_credits_available", "Uses of credits that could be reserved now, by kind");
        expiring = gauge(meters, "minipush_credits_expiring", "Of the available ones, those that end within 24 hours");
        oldestDue = gauge(meters, "minipush_oldest_due_seconds", "How long the oldest due notification has been waiting to be claimed");
        budgetUsed = gauge(meters, "minipush_budget_used_ratio", "Share of the day's budget that is used; ordinary notifications stop at 0.95");
        withdrawn = gauge(meters, "minipush_channel_withdrawn", "1 while the notifications of a channel are kept back since the platform no longer takes them");
        outcomesWaiting = meters.gauge("minipush_outcomes_waiting", new AtomicLong());
        nodesAlive = meters.gauge("minipush_nodes_alive", new AtomicLong(1));
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    /** Whether to measure again. */
    public boolean isDue() {
        return pace.isDue();
    }

    public void begin() {
        pace.begin();
    }

    public void end() {
        pace.end();
    }

    public void takeBooks(@Body List<Books> books) {
        latest = List.copyOf(books);
        notifications.register(books.stream().flatMap(book -> book.notifications().entrySet().stream()
                .<Row<?>>map(count -> Row.of(Tags.of("app", book.appId(), "state", count.getKey().word()), count.getValue()))).toList(), true);
        difference.register(rows(books, Books::difference), true);
        creditDifference.register(rows(books, Books::creditDifference), true);
    }

    /** The books of all apps as they were counted last, some seconds ago; none before the first count. */
    public List<Books> books() {
        return latest;
    }

    private static List<Row<?>> rows(List<Books> books, java.util.function.ToLongFunction<Books> figure) {
        return books.stream().<Row<?>>map(book -> Row.of(Tags.of("app", book.appId()), figure.applyAsLong(book))).toList();
    }

    /** @param rows of the statement {@code oldest-due}; one an app and lane; one without due notifications may have none */
    public void takeOldestDue(@Body List<Map<String, Object>> rows) {
        LocalDateTime now = clock.now();
        oldestDue.register(settings.apps().keySet().stream().<Row<?>>map(app -> Row.of(Tags.of("app", app), rows.stream()
                .filter(row -> app.equals(row.get("app_id"))).mapToDouble(row -> age(Utc.dateTime(row.get("due_at")), now)).max().orElse(0))).toList(), true);
    }

    /** @param rows of the statement {@code quota-used} */
    public void takeQuota(@Body List<Map<String, Object>> rows) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), settings.timeZone());
        budgetUsed.register(rows.stream().filter(row -> settings.apps().containsKey((String) row.get("app_id"))).<Row<?>>map(row -> {
            boolean ofToday = row.get("quota_day") instanceof Date day && day.toLocalDate().equals(today);
            int used = ofToday ? ((Number) row.get("quota_used")).intValue() : 0;
            return Row.of(Tags.of("app", (String) row.get("app_id")), (double) used / settings.apps().get((String) row.get("app_id")).dailyBudget());
        }).toList(), true);
    }

    /** @param rows of the statement {@code withdrawn-channels} */
    public void takeWithdrawn(@Body List<Map<String, Object>> rows) {
        withdrawn.register(settings.apps().keySet().stream().flatMap(app -> Stream.of(Channel.values()).<Row<?>>map(channel -> Row.of(
                Tags.of("app", app, "channel", channel.word()),
                rows.stream().anyMatch(row -> app.equals(row.get("app_id")) && channel.holdKey().equals(row.get("hold_key"))) ? 1 : 0))).toList(), true);
    }

    /** @param rows of the statement {@code outcomes-waiting} */
    public void takeOutcomes(@Body List<Map<String, Object>> rows) {
        outcomesWaiting.set(((Number) rows.get(0).get("waiting")).longValue());
    }

    /** What the statement {@code alive-instances} names. */
    public Map<String, Object> signOfLife() {
        return Map.of("alive_since", clock.now().minus(Node.SILENT_AFTER));
    }

    /** @param rows of the statement {@code alive-instances} */
    public void takeNodes(@Body List<Map<String, Object>> rows) {
        nodesAlive.set(rows.size());
    }

    private static double age(LocalDateTime due, LocalDateTime now) {
        return due == null ? 0 : Math.max(0, Duration.between(due, now).toMillis() / 1000.0);
    }

    /** What the statement {@code credit-stock} names. */
    public Map<String, Object> limits() {
        LocalDateTime now = clock.now();
        LocalDateTime usable = now.plus(settings.creditMargin());
        return Map.of("now", now, "usable_until", usable, "soon", now.plus(SOON));
    }

    /** @param rows of the statement {@code credit-stock}; a kind without credits has none, and is told as 0 */
    public void takeCredits(@Body List<Map<String, Object>> rows) {
        Map<Tags, Number> stock = new LinkedHashMap<>();
        settings.apps().keySet().forEach(app -> Stream.of(CreditKind.values()).forEach(kind -> stock.put(Tags.of("app", app, "kind", kind.word()), 0)));
        rows.forEach(row -> stock.put(Tags.of("app", (String) row.get("app_id"), "kind", (String) row.get("kind")), (Number) row.get("available")));
        available.register(stock.entrySet().stream().<Row<?>>map(one -> Row.of(one.getKey(), one.getValue())).toList(), true);
        expiring.register(settings.apps().keySet().stream().<Row<?>>map(app -> Row.of(Tags.of("app", app), rows.stream()
                .filter(row -> app.equals(row.get("app_id"))).mapToLong(row -> ((Number) row.get("expiring")).longValue()).sum())).toList(), true);
    }
}
