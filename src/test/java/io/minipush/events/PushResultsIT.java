package io.minipush.events;

import static io.minipush.TestSettings.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.minipush.TestNode;
import io.minipush.TestSettings;
import io.minipush.books.BookParts;
import io.minipush.books.Books;
import io.minipush.books.Ledger;
import io.minipush.hands.EndWitness;
import io.minipush.health.Readiness;
import io.minipush.notification.End;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.storage.Utc;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a result that the platform tells, on each database. */
class PushResultsIT {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String TOKEN = "not-a-real-token";
    private static final Map<Dialect, Place> PLACES = new EnumMap<>(Dialect.class);

    /** A node, where events come in, and what is told of ends. */
    private static final class Place implements EndWitness {
        private TestNode node;
        private EventInbox inbox;
        private final List<End> inCommit = new CopyOnWriteArrayList<>();
        private final List<End> afterCommit = new CopyOnWriteArrayList<>();
        private final PlatformSender platform = new PlatformSender(APP, TOKEN, Optional.empty());

        @Override
        public void inCommit(End end) {
            inCommit.add(end);
        }

        @Override
        public void afterCommit(End end) {
            afterCommit.add(end);
        }

        void tell(String event) throws Exception {
            PlatformSender.Call call = platform.call(event);
            Map<String, String> query = new java.util.HashMap<>();
            for (String part : call.query().split("&")) {
                query.put(part.split("=")[0], part.split("=")[1]);
            }
            inbox.take(APP, query, call.body());
        }

        /** Waits until everything that was told is in the database. */
        void awaitApplied() throws Exception {
            await().atMost(LONG).untilAsserted(() -> {
                try (var files = Files.list(folder())) {
                    assertThat(files.filter(file -> file.toString().endsWith(".json"))).isEmpty();
                }
            });
        }

        Path folder() {
            return node.settings.home().resolve("events");
        }

        /** As if it had come a while ago. */
        void age(long msgid) {
            Instant before = node.clock.instant().minusSeconds(120);
            node.execute("UPDATE push_result SET arrived_at = ?, look_at = ? WHERE msgid = ?", Utc.column(before), Utc.column(before), msgid);
        }

        /** Once in vain at least: a later look is planned than the first. */
        boolean wasLookedAt(long msgid) {
            Instant arrived = Utc.instant(node.value("SELECT arrived_at FROM push_result WHERE msgid = " + msgid));
            Instant look = Utc.instant(node.value("SELECT look_at FROM push_result WHERE msgid = " + msgid));
            return look.isAfter(arrived.plusSeconds(1));
        }

        void notification(String id, String openid, String state, Instant claimedAt, Long msgid) {
            boolean tied = state.equals("uncertain") || state.equals("sending");
            node.execute("INSERT INTO notification (id, app_id, state, reference, touser, template_id, channel, message, on_no_credit, attempts, doubt, created_at, updated_at, expires_at,"
                    + " claimed_at, msgid, form_id, form_kind) VALUES (?, ?, ?, 'r', ?, 'T', 'subscribe', '{}', 'wait', 1, ?, ?, ?, ?, ?, ?, ?, ?)",
                    id, APP, state, openid, state.equals("uncertain"), Utc.column(claimedAt), Utc.column(claimedAt), Utc.column(claimedAt.plusSeconds(999_999)),
                    Utc.column(claimedAt), msgid, tied ? "credit of " + id : null, tied ? "subscription" : null);
            node.execute("INSERT INTO book_entry (app_id, taken_in, collected) VALUES (?, 1, ?)", APP, tied ? 1 : 0);
        }

        Object of(String id, String column) {
            return node.value("SELECT " + column + " FROM notification WHERE id = '" + id + "'");
        }

        Object count(String table) {
            return ((Number) node.value("SELECT count(*) FROM " + table)).intValue();
        }
    }

    private static Place place(Dialect dialect) throws Exception {
        Place place = PLACES.get(dialect);
        if (place == null) {
            place = new Place();
            Place made = place;
            TestSettings settings = TestSettings.on(TestDatabases.create(dialect)).with("MINIPUSH_EVENT_TOKEN", TOKEN);
            place.node = TestNode.start(settings, "platform-events,keep-books", node -> {
                made.inbox = EventParts.bind(node.context(), node.settings, node.statements, node.clock, node.meters, new Readiness(), made);
                BookParts.bind(node.context(), node.settings, node.clock, node.id, node.meters);
            });
            PLACES.put(dialect, place);
        }
        return place;
    }

    @AfterAll
    static void stop() {
        PLACES.values().forEach(place -> place.node.close());
        PLACES.clear();
    }

    private static Instant now(Place place) {
        return place.node.clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void theNotificationWithThatNumberGetsIt(Dialect dialect) throws Exception {
        Place place = place(dialect);
        Instant now = now(place);
        place.notification("N-pushed", "o-pushed", "sent", now, 3248682510344192008L);
        place.notification("N-failed", "o-failed", "sent", now, 3248682510344192009L);
        place.tell(PlatformSender.sent("o-pushed", now, "T", 3248682510344192008L, 0, "success"));
        place.tell(PlatformSender.sent("o-failed", now, "T", 3248682510344192009L, 1003, "user refused"));
        place.tell(PlatformSender.sent("o-pushed", now, "T", 3248682510344192008L, 1003, "another word on the same"));
        place.awaitApplied();
        assertThat(place.of("N-pushed", "push")).isEqualTo("pushed");
        assertThat(place.of("N-pushed", "push_reason")).isNull();
        assertThat(place.of("N-failed", "push")).isEqualTo("push_failed");
        assertThat(place.of("N-failed", "push_reason")).isEqualTo("user refused");
        assertThat(place.of("N-failed", "state")).isEqualTo("sent");
        assertThat(place.count("push_result WHERE openid IN ('o-pushed', 'o-failed')")).isEqualTo(0);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsFasterThanTheAnswerWaitsForIt(Dialect dialect) throws Exception {
        Place place = place(dialect);
        Instant now = now(place);
        place.notification("N-fast", "o-fast", "sending", now, null);
        place.tell(PlatformSender.sent("o-fast", now, "T", 4L, 0, "success"));
        place.awaitApplied();
        assertThat(place.count("push_result WHERE msgid = 4")).isEqualTo(1);
        assertThat(place.of("N-fast", "push")).isNull();
        place.node.execute("UPDATE notification SET state = 'sent', msgid = 4, form_id = NULL WHERE id = 'N-fast'");
        place.node.execute("INSERT INTO book_entry (app_id, used) VALUES (?, 1)", APP);
        await().atMost(LONG).untilAsserted(() -> assertThat(place.of("N-fast", "push")).isEqualTo("pushed"));
        assertThat(place.count("push_result WHERE msgid = 4")).isEqualTo(0);
        assertThat(place.of("N-fast", "evidence")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void anUncertainOneWhoseAnswerWasLostIsSentAfterAll(Dialect dialect) throws Exception {
        Place place = place(dialect);
        Instant now = now(place);
        place.notification("N-lost", "o-lost", "uncertain", now.minusSeconds(5), null);
        place.notification("N-answered", "o-lost", "sent", now.minusSeconds(60), 6L);
        place.notification("N-of-another", "o-another", "uncertain", now.minusSeconds(5), null);
        place.tell(PlatformSender.sent("o-lost", now, "T", 5L, 1003, "user refused"));
        place.awaitApplied();
        await().atMost(LONG).until(() -> place.wasLookedAt(5));
        assertThat(place.of("N-lost", "state")).as("an answer may be on its way").isEqualTo("uncertain");
        place.age(5);
        await().atMost(LONG).untilAsserted(() -> assertThat(place.of("N-lost", "state")).isEqualTo("sent"));
        assertThat(place.of("N-lost", "evidence")).isEqualTo("push_event");
        assertThat(place.of("N-lost", "push")).isEqualTo("push_failed");
        assertThat(place.of("N-lost", "push_reason")).isEqualTo("user refused");
        assertThat(((Number) place.of("N-lost", "msgid")).longValue()).isEqualTo(5L);
        assertThat(place.of("N-lost", "form_id")).as("its credit is gone").isNull();
        assertThat(place.of("N-lost", "sent_at")).isNotNull();
        assertThat(place.of("N-of-another", "state")).isEqualTo("uncertain");
        End end = new End("N-lost", APP, "r", io.minipush.notification.State.SENT, "push_event", 0, null, null);
        assertThat(place.inCommit).contains(end);
        await().atMost(LONG).untilAsserted(() -> assertThat(place.afterCommit).contains(end));
        Books books = Ledger.read(place.node, APP);
        assertThat(books.balance()).as(books.toString()).isTrue();
        assertThat(books.used()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void whereMoreThanOneCouldBeMeantAPersonDecides(Dialect dialect) throws Exception {
        Place place = place(dialect);
        Instant now = now(place);
        place.notification("N-one", "o-two", "uncertain", now.minusSeconds(5), null);
        place.notification("N-two", "o-two", "cancelled", now.minusSeconds(9), null);
        place.tell(PlatformSender.sent("o-two", now, "T", 10L, 0, "success"));
        place.notification("N-three", "o-three", "uncertain", now.minusSeconds(5), null);
        place.tell(PlatformSender.sent("o-three", now, "T", 11L, 0, "success"));
        place.tell(PlatformSender.sent("o-three", now.minusSeconds(1), "T", 12L, 0, "success"));
        place.awaitApplied();
        List.of(10L, 11L, 12L).forEach(place::age);
        await().atMost(LONG).untilAsserted(() -> assertThat(place.node.value("SELECT count(*) FROM push_result WHERE msgid BETWEEN 10 AND 12 AND look_at = arrived_at")).isEqualTo(0L));
        assertThat(place.of("N-one", "state")).isEqualTo("uncertain");
        assertThat(place.of("N-three", "state")).isEqualTo("uncertain");
        assertThat(place.count("push_result WHERE msgid BETWEEN 10 AND 12")).isEqualTo(3);
    }
}
