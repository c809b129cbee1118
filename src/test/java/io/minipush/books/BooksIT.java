package io.minipush.books;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.minipush.TestNode;
import io.minipush.TestSettings;
import io.minipush.notification.State;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class BooksIT {

    private static final String APP = TestSettings.APP;

    private final List<TestNode> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        nodes.forEach(TestNode::close);
    }

    private TestNode start(TestSettings settings) throws Exception {
        TestNode node = TestNode.start(settings, "keep-books", n -> BookParts.bind(n.context(), n.settings, n.clock, n.id, n.meters));
        nodes.add(node);
        return node;
    }

    @ParameterizedTest
    @EnumSource
    void entriesFoldedByManyAtOnceWhileOthersWriteAreCountedOnce(Dialect dialect) throws Exception {
        TestSettings settings = TestSettings.on(TestDatabases.create(dialect));
        List<TestNode> folders = dialect == Dialect.H2 ? List.of(start(settings)) : List.of(start(settings), start(settings));
        TestNode node = folders.get(0);
        JdbcTemplate jdbc = new JdbcTemplate(node.database.dataSource());
        jdbc.batchUpdate("INSERT INTO book_entry (app_id, taken_in, used) VALUES (?, 1, 2)", java.util.Collections.nCopies(6000, new Object[] {APP}));
        AtomicInteger writing = new AtomicInteger(3);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(threads.submit(done(writing, () -> {
                for (int n = 0; n < 300; n++) {
                    jdbc.update("INSERT INTO book_entry (app_id, taken_in, collected, archived, refused, expired) VALUES (?, 1, 3, 4, 5, 6)", APP);
                }
                return null;
            })));
        }
        for (int i = 0; i < 4; i++) {
            TestNode folder = folders.get(i % folders.size());
            all.add(threads.submit(() -> {
                while (writing.get() > 0) {
                    folder.template().sendBody("direct:fold-books", null);
                }
            }));
        }
        for (Future<?> one : all) {
            one.get(60, SECONDS);
        }
        node.template().sendBody("direct:fold-books", null);

        assertThat(node.value("SELECT count(*) FROM book_entry")).isEqualTo(0L);
        assertThat(jdbc.queryForMap("SELECT taken_in, archived, collected, used, refused, expired FROM book WHERE app_id = ?", APP).values())
                .containsExactly(6900L, 3600L, 2700L, 12000L, 4500L, 5400L);
    }

    @ParameterizedTest
    @EnumSource
    void theBooksBalanceInEverySnapshotHoweverBusyTheTablesAre(Dialect dialect) throws Exception {
        TestNode node = start(TestSettings.on(TestDatabases.create(dialect)));
        new Ledger(node).credits(APP, 50, "form", node.clock.now().plusDays(3));
        AtomicInteger busy = new AtomicInteger(2);
        Semaphore looks = new Semaphore(0);
        List<Future<?>> movers = List.of(threads.submit(done(busy, () -> moveCredits(node, 0, looks))),
                threads.submit(done(busy, () -> moveCredits(node, 1, looks))));

        List<Books> seen = new ArrayList<>();
        while (busy.get() > 0) {
            seen.add(Ledger.read(node, APP));
            looks.release(2);
            if (seen.size() % 5 == 0) {
                node.template().sendBody("direct:fold-books", null);
            }
        }
        for (Future<?> mover : movers) {
            mover.get(60, SECONDS);
        }

        assertThat(seen).hasSizeGreaterThan(5).allSatisfy(books -> assertThat(books.balance()).as(books.toString()).isTrue());
        Books last = Ledger.read(node, APP);
        assertThat(last.used()).isEqualTo(50);
        assertThat(last.notifications()).containsEntry(State.SENT, 50L);
    }

    /** Takes in a notification, ties a credit to it and uses it, each in one commit: 25 times, of which every fifth waits until somebody has looked. */
    private Object moveCredits(TestNode node, int odd, Semaphore looks) {
        JdbcTemplate jdbc = new JdbcTemplate(node.database.dataSource());
        TransactionTemplate commit = new TransactionTemplate(new JdbcTransactionManager(node.database.dataSource()));
        LocalDateTime now = node.clock.now();
        for (int i = odd; i < 50; i += 2) {
            String id = String.format("%026d", i);
            String form = "f" + i;
            if (i % 10 == odd) {
                looks.acquireUninterruptibly();
            }
            commit.executeWithoutResult(status -> {
                jdbc.update("INSERT INTO notification (id, app_id, state, touser, template_id, message, on_no_credit, created_at, updated_at, expires_at)"
                        + " VALUES (?, ?, 'accepted', 'o', 't', '{}', 'wait', ?, ?, ?)", id, APP, now, now, now.plusDays(7));
                jdbc.update("INSERT INTO book_entry (app_id, taken_in) VALUES (?, 1)", APP);
            });
            commit.executeWithoutResult(status -> {
                jdbc.update("DELETE FROM credit WHERE app_id = ? AND form_id = ?", APP, form);
                jdbc.update("UPDATE notification SET state = 'sending', form_id = ? WHERE id = ?", form, id);
            });
            commit.executeWithoutResult(status -> {
                jdbc.update("UPDATE notification SET state = 'sent', form_id = NULL, ended_at = ? WHERE id = ?", now, id);
                jdbc.update("INSERT INTO book_entry (app_id, used) VALUES (?, 1)", APP);
            });
        }
        return null;
    }

    @ParameterizedTest
    @EnumSource
    void theFiguresShowWhatIsThere(Dialect dialect) throws Exception {
        TestNode node = start(TestSettings.on(TestDatabases.create(dialect)));
        Ledger ledger = new Ledger(node);
        LocalDateTime now = node.clock.now();
        ledger.credits(APP, 4, "form", now.plusDays(3));
        ledger.credits(APP, 3, "prepay", now.plusHours(20));
        ledger.credits(APP, 2, "form", now.plusMinutes(30)); // in the margin: no longer reserved
        ledger.subscriptions(APP, 6);
        ledger.notifications(APP, 5, "sent", now, false);
        ledger.notifications(APP, 2, "accepted", null, false);
        node.execute("UPDATE notification SET due_at = ? WHERE state = 'accepted'", now.minusSeconds(90));
        node.execute("DELETE FROM notification WHERE id = (SELECT max(id) FROM notification WHERE state = 'sent')");
        node.execute("INSERT INTO book_entry (app_id, used) VALUES (?, 1)", APP);

        node.template().sendBody("direct:measure-stock", null);

        assertThat(figure(node, "minipush_notifications", "state", "sent")).isEqualTo(4);
        assertThat(figure(node, "minipush_notifications", "state", "waiting")).isZero();
        assertThat(figure(node, "minipush_books_difference")).as("one is missing").isEqualTo(1);
        assertThat(figure(node, "minipush_credit_books_difference")).as("one was used and is still there").isEqualTo(-1);
        assertThat(figure(node, "minipush_credits_available", "kind", "form")).isEqualTo(4);
        assertThat(figure(node, "minipush_credits_available", "kind", "prepay")).isEqualTo(3);
        assertThat(figure(node, "minipush_credits_available", "kind", "subscription")).isEqualTo(6);
        assertThat(figure(node, "minipush_credits_expiring")).as("of which no subscription is one").isEqualTo(3);
        assertThat(figure(node, "minipush_oldest_due_seconds")).isBetween(90.0, 120.0);
    }

    private static double figure(TestNode node, String name, String... tags) {
        return node.meters.get(name).tag("app", APP).tags(tags).gauge().value();
    }

    private static <T> Callable<T> done(AtomicInteger left, Callable<T> task) {
        return () -> {
            try {
                return task.call();
            } finally {
                left.decrementAndGet();
            }
        };
    }
}
