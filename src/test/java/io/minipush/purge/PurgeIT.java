package io.minipush.purge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.minipush.TestNode;
import io.minipush.TestSettings;
import io.minipush.books.BookParts;
import io.minipush.books.Books;
import io.minipush.books.Ledger;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class PurgeIT {

    private static final String APP = TestSettings.APP;
    private static final String OTHER = "wx-other";

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.minipush.purge");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        nodes.forEach(TestNode::close);
    }

    private TestNode start(TestSettings settings) throws Exception {
        TestNode node = TestNode.start(settings, "purge-expired,keep-books", n -> BookParts.bind(n.context(), n.settings, n.clock, n.id, n.meters));
        nodes.add(node);
        return node;
    }

    private List<String> purges() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).filter(line -> line.startsWith("Purged")).toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOldGoesWhatIsNotStaysAndTheBooksBalance(Dialect dialect) throws Exception {
        TestNode node = start(TestSettings.on(TestDatabases.create(dialect)).with("MINIPUSH_RETENTION", "30d"));
        Ledger ledger = new Ledger(node);
        LocalDateTime now = node.clock.now();
        ledger.openBook(OTHER);
        ledger.credits(APP, 2300, "form", now.minusSeconds(1));
        ledger.credits(APP, 7, "form", now.plusMinutes(1));
        ledger.credits(OTHER, 3, "prepay", now.minusDays(1));
        ledger.subscriptions(APP, 5);
        ledger.notifications(APP, 1200, "sent", now.minusDays(31), false);
        ledger.notifications(APP, 5, "failed", now.minusDays(31), true);
        ledger.notifications(APP, 4, "failed", now.minusDays(29), true);
        ledger.notifications(APP, 6, "uncertain", null, true);
        ledger.notifications(OTHER, 1, "cancelled", now.minusDays(31), false);
        ledger.formIdsSeen(APP, 1001, now.minusSeconds(1));
        ledger.formIdsSeen(OTHER, 2, now.plusMinutes(1));
        ledger.idempotencyKeys(APP, 1000, now.minusDays(31));
        ledger.idempotencyKeys(APP, 3, now.minusDays(29));
        ledger.eventsSeen(APP, 1001, now.minusDays(8));
        ledger.eventsSeen(APP, 2, now.minusDays(8).plusMinutes(1));
        ledger.pushResult(APP, now.minusDays(1));
        ledger.pushResult(APP, now.minusDays(1).plusMinutes(1));
        long gone = ledger.node(now.minusDays(2));
        long goneWithWork = ledger.node(now.minusDays(2));
        long silent = ledger.node(now.minusHours(23));
        node.execute("UPDATE notification SET node_id = ?, claim_no = 1 WHERE state = 'uncertain'", goneWithWork);
        node.execute("INSERT INTO job_run (job, fire_at, node_id) VALUES ('purge-expired', ?, 1)", now.minusDays(9));
        node.execute("INSERT INTO job_run (job, fire_at, node_id) VALUES ('purge-expired', ?, 1)", now.minusDays(1));
        Books before = Ledger.read(node, APP);
        assertThat(before.balance()).as(before.toString()).isTrue();

        node.template().sendBody("direct:purge-expired", null);

        assertThat(purges()).singleElement().asString()
                .matches("Purged 2303 credits, 1000 idempotency keys, 1 nodes, 1206 notifications, 1 push results, 1001 remembered events, 1001 remembered formIds in \\d+ ms");
        Books after = Ledger.read(node, APP);
        assertThat(after.balance()).as(after.toString()).isTrue();
        assertThat(after.expired()).isEqualTo(2300);
        assertThat(after.free()).as("with the subscriptions, which have no end").isEqualTo(12);
        assertThat(after.archived()).isEqualTo(1205);
        assertThat(after.refused()).as("credits burnt with what failed in doubt").isEqualTo(5);
        assertThat(after.tied()).isEqualTo(10);
        Books other = Ledger.read(node, OTHER);
        assertThat(other.balance()).as(other.toString()).isTrue();
        assertThat(other.expired()).isEqualTo(3);
        assertThat(other.archived()).isEqualTo(1);
        assertThat(ledger.count("form_id_seen")).isEqualTo(2);
        assertThat(ledger.count("idempotency")).isEqualTo(3);
        assertThat(ledger.count("node WHERE node_id = " + gone)).isZero();
        assertThat(ledger.count("node WHERE node_id = " + goneWithWork)).as("its claims have to be taken over first").isEqualTo(1);
        assertThat(ledger.count("node WHERE node_id = " + silent)).isEqualTo(1);
        assertThat(ledger.count("job_run")).isEqualTo(1);
        assertThat(ledger.count("event_seen")).as("a replay may still come").isEqualTo(2);
        assertThat(ledger.count("push_result")).as("its notification may still be found").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aShortRetentionDoesNotForgetIdempotencyKeysBeforeEightDays(Dialect dialect) throws Exception {
        TestNode node = start(TestSettings.on(TestDatabases.create(dialect)).with("MINIPUSH_RETENTION", "1d"));
        Ledger ledger = new Ledger(node);
        ledger.idempotencyKeys(APP, 1, node.clock.now().minusDays(7));
        ledger.idempotencyKeys(APP, 1, node.clock.now().minusDays(9));
        node.template().sendBody("direct:purge-expired", null);
        assertThat(ledger.count("idempotency")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void twoPurgesAtOnceBookEachRowOnce(Dialect dialect) throws Exception {
        TestSettings settings = TestSettings.on(TestDatabases.create(dialect));
        TestNode one = start(settings);
        TestNode two = start(settings);
        Ledger ledger = new Ledger(one);
        LocalDateTime now = one.clock.now();
        ledger.credits(APP, 6000, "form", now.minusSeconds(1));
        ledger.notifications(APP, 6000, "sent", now.minusDays(40), false);
        ledger.formIdsSeen(APP, 3000, now.minusSeconds(1));

        var runs = List.of(one, two, one, two).stream()
                .map(node -> CompletableFuture.runAsync(() -> node.template().sendBody("direct:purge-expired", null))).toList();
        for (var run : runs) {
            run.get(60, SECONDS);
        }

        Books books = Ledger.read(one, APP);
        assertThat(books.balance()).as(books.toString()).isTrue();
        assertThat(books.expired()).isEqualTo(6000);
        assertThat(books.archived()).isEqualTo(6000);
        assertThat(ledger.count("form_id_seen")).isZero();
    }

    @Test
    void ofTwoNodesOneDoesThePurgeOfAFireTime() throws Exception {
        TestSettings settings = TestSettings.on(TestDatabases.create(Dialect.POSTGRESQL)).with("MINIPUSH_PURGE_CRON", "* * * * * ?");
        start(settings);
        Ledger ledger = new Ledger(start(settings));
        await().atMost(20, SECONDS).until(() -> ledger.count("job_run") >= 5);
        nodes.forEach(node -> node.context().stop());
        assertThat(purges().size()).as("one purge for each fire time").isEqualTo((int) ledger.count("job_run"));
    }
}
