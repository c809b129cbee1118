package io.minipush.token;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.minipush.TestNode;
import io.minipush.TestSettings;
import io.minipush.settings.TokenSource;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** The promises about the token, with the real routes, real databases and the simulated platform over HTTP. */
class TokenRefreshIT {

    private static final String APP = TestSettings.APP;
    private static final String CAMEL = "org.apache.camel";

    private final Log log = new Log();
    private Simulator simulator;
    private SimulatedPlatform platform;
    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        log.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        logger(CAMEL).addAppender(log);
        logger(CAMEL).setAdditive(false);
        logger(CAMEL).setLevel(Level.DEBUG);
        simulator = Simulator.start(SimulatorOptions.defaults());
        platform = simulator.platform();
    }

    @AfterEach
    void stop() throws Exception {
        List<String> tokens = nodes.stream().map(node -> (String) node.value("SELECT max(access_token) FROM token")).toList();
        nodes.forEach(TestNode::close);
        simulator.close();
        logger(CAMEL).setLevel(Level.WARN);
        logger(CAMEL).setAdditive(true);
        logger(CAMEL).detachAppender(log);
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(log);
        List<String> lines = log.lines.stream().map(TokenRefreshIT::text).toList();
        assertThat(lines).as("no secret in any log line").noneMatch(line -> line.contains(TestSettings.SECRET));
        assertThat(lines).as("no token in any log line").noneMatch(line -> tokens.stream().anyMatch(token -> token != null && line.contains(token)));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage() + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    private TestSettings settings(Dialect dialect) {
        return TestSettings.on(TestDatabases.create(dialect)).with("MINIPUSH_WECHAT_URL", simulator.url().toString());
    }

    private TestNode start(TestSettings settings) throws Exception {
        TestNode node = TestNode.start(settings, "refresh-token",
                n -> TokenParts.bind(n.context(), n.settings, n.statements, n.clock, n.id, n.meters));
        nodes.add(node);
        return node;
    }

    private static AccessTokens tokens(TestNode node) {
        return node.context().getRegistry().lookupByNameAndType("tokens", AccessTokens.class);
    }

    private static AccessToken awaitToken(TestNode node) {
        return await().atMost(15, SECONDS).until(() -> tokens(node).current(APP), Optional::isPresent).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void anAppWithoutATokenGetsOneAndKeepsIt(Dialect dialect) throws Exception {
        TestNode node = start(settings(dialect));
        AccessToken token = awaitToken(node);
        assertThat(token.version()).isEqualTo(1);
        assertThat(token.toString()).doesNotContain(token.value());
        assertThat(node.value("SELECT lease_node FROM token")).as("the lease is over").isNull();
        assertThat(node.meters.get("minipush_token_age_seconds").tag("app", APP).gauge().value()).isBetween(0.0, 15.0);
        assertThat(platform.scoreboard(APP).tokenFetches()).isEqualTo(1);
        assertThat(platform.scoreboard(APP).breaches()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TokenSource.class)
    void eightNodesWithAnExpiredTokenFetchOne(TokenSource source) throws Exception {
        TestSettings settings = settings(Dialect.POSTGRESQL).with("MINIPUSH_TOKEN_SOURCE", source.name()).with("MINIPUSH_DB_POOL", "3");
        awaitToken(start(settings));
        for (int i = 1; i < 8; i++) {
            start(settings);
        }
        platform.revokeTokens(APP, false);
        platform.latency(Duration.ofMillis(500));

        expire(nodes.get(0));

        for (TestNode node : nodes) {
            await().atMost(15, SECONDS).until(() -> tokens(node).current(APP).map(AccessToken::version).orElse(0L) == 2);
        }
        assertThat(platform.scoreboard(APP).tokenFetches()).as("the first, and one for eight nodes").isEqualTo(2);
        assertThat(platform.scoreboard(APP).overlappingTokenCalls().max()).isEqualTo(1);
        assertThat(platform.scoreboard(APP).breaches()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void twentyThreadsOnTwoNodesReplaceARefusedTokenByOneFetchAndCountItOnce(Dialect dialect) throws Exception {
        TestSettings settings = settings(dialect);
        List<TestNode> two = dialect == Dialect.H2 ? List.of(start(settings)) : List.of(start(settings), start(settings));
        AccessToken refused = awaitToken(two.get(0));
        two.forEach(TokenRefreshIT::awaitToken);
        platform.revokeTokens(APP, false);
        platform.latency(Duration.ofMillis(200));

        List<Boolean> replaced = atOnce(20, i -> tokens(two.get(i % two.size())).replace(refused));

        assertThat(replaced).as("every caller has a newer token").containsOnly(true);
        assertThat(two).allSatisfy(node -> assertThat(tokens(node).current(APP).orElseThrow().version()).isEqualTo(2));
        assertThat(platform.scoreboard(APP).tokenFetches()).isEqualTo(2);
        assertThat(two.get(0).value("SELECT foreign_refreshes FROM token")).as("it died inside its life, though we did nothing").isEqualTo(1L);
        assertThat(two.stream().mapToDouble(TokenRefreshIT::foreignRefreshes).sum()).isEqualTo(1);
        assertThat(tokens(two.get(0)).replace(refused)).as("who comes late takes the newer one").isTrue();
        assertThat(platform.scoreboard(APP).tokenFetches()).isEqualTo(2);
    }

    @Test
    void aTokenThatDiedOfAgeIsNotCountedAsForeign() throws Exception {
        TestNode node = start(settings(Dialect.H2));
        AccessToken refused = awaitToken(node);
        platform.revokeTokens(APP, false);
        node.execute("UPDATE token SET expires_at = ?", node.clock.now().minusSeconds(1));

        assertThat(tokens(node).replace(refused)).isTrue();

        assertThat(node.value("SELECT foreign_refreshes FROM token")).isEqualTo(0L);
        assertThat(foreignRefreshes(node)).isZero();
    }

    @Test
    void aRefusedTokenThatComesBackIsForcedWithinTheLimitsAndOtherwiseStaysOutOfUse() throws Exception {
        TestNode node = start(settings(Dialect.POSTGRESQL));
        AccessToken first = awaitToken(node);

        assertThat(tokens(node).replace(first)).as("the platform gives the same one, then a forced one").isTrue();
        AccessToken second = tokens(node).current(APP).orElseThrow();
        assertThat(second.value()).isNotEqualTo(first.value());
        assertThat(node.value("SELECT forced_count FROM token")).isEqualTo(1);

        long before = System.nanoTime();
        assertThat(tokens(node).replace(second)).as("30 s have not passed").isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).as("no use in waiting").isLessThan(Duration.ofSeconds(10));
        assertThat(tokens(node).current(APP)).as("paused rather than refused again and again").isEmpty();
        assertThat(node.value("SELECT last_error FROM token")).isEqualTo("the platform keeps handing out the token that it refuses");
        assertThat(node.value("SELECT forced_count FROM token")).isEqualTo(1);

        platform.clockOffset(Duration.ofSeconds(31));
        node.execute("UPDATE token SET forced_at = ?, refresh_at = ?", node.clock.now().minusSeconds(31), node.clock.now());
        assertThat(awaitToken(node).version()).isEqualTo(3);
        assertThat(node.value("SELECT forced_count FROM token")).isEqualTo(2);
    }

    @Test
    void whileThePlatformIsAwayTheOldTokenIsUsedAndTenSecondsAfterwardsAllIsWell() throws Exception {
        TestNode node = start(settings(Dialect.POSTGRESQL));
        AccessToken token = awaitToken(node);
        platform.inject(Fault.of(Api.STABLE_TOKEN, FaultKind.AWAY));
        node.execute("UPDATE token SET refresh_at = ?", node.clock.now());

        await().atMost(40, SECONDS).until(() -> ((Number) node.value("SELECT failures FROM token")).intValue() >= 4);
        assertThat(tokens(node).current(APP)).contains(token);
        assertThat(tokens(node).warnings(List.of(APP))).as("the old one is good").isEmpty();
        assertThat((String) node.value("SELECT last_error FROM token")).isNotBlank();
        assertThat(node.meters.get("minipush_token_refresh_failures_total").tag("app", APP).counter().count()).isGreaterThanOrEqualTo(4);

        platform.clearFaults();
        await().atMost(10, SECONDS).until(() -> ((Number) node.value("SELECT failures FROM token")).intValue() == 0);
        assertThat(tokens(node).current(APP)).as("still good, and the same").contains(token);
        assertThat(node.value("SELECT last_error FROM token")).isNull();
    }

    @Test
    void aRefresherThatLostItsLeaseChangesNothing() throws Exception {
        TestNode node = start(settings(Dialect.POSTGRESQL));
        awaitToken(node);
        platform.revokeTokens(APP, false);
        platform.pause(Api.STABLE_TOKEN);
        expire(node);
        await().atMost(10, SECONDS).until(() -> platform.scoreboard(APP).heldAnswers() == 1);

        node.execute("UPDATE token SET access_token = 'from-another-node', version = 2, lease_node = NULL, lease_until = NULL, expires_at = ?, refresh_at = ?",
                node.clock.now().plusHours(2), node.clock.now().plusHours(1));
        platform.release(Api.STABLE_TOKEN);

        await().atMost(10, SECONDS).until(() -> log.lines.stream().filter(line -> line.getFormattedMessage().contains("a new token")).count() == 2
                && log.lines.stream().anyMatch(line -> line.getFormattedMessage().contains("nothing was changed")));
        assertThat(node.value("SELECT access_token FROM token")).isEqualTo("from-another-node");
        assertThat(node.value("SELECT version FROM token")).isEqualTo(2L);
    }

    @Test
    void aWrongSecretIsNotTriedAgainAndAgain() throws Exception {
        platform.addApp(APP, "another-secret");
        TestNode node = start(settings(Dialect.H2));
        await().atMost(10, SECONDS).until(() -> ((Number) node.value("SELECT failures FROM token")).intValue() == 1);
        assertThat(node.value("SELECT last_errcode FROM token")).isEqualTo(40125);
        assertThat((String) node.value("SELECT last_error FROM token")).as("with the number that the platform's support asks for").contains("rid");
        assertThat(((java.sql.Timestamp) node.value("SELECT refresh_at FROM token")).toLocalDateTime()).isAfter(node.clock.now().plusMinutes(4));
        assertThat(tokens(node).current(APP)).isEmpty();
        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(tokens(node).warnings(List.of(APP, "another")))
                .containsExactly("app " + APP + " has no usable access token: 1 attempt(s) in a row failed, the last with errcode 40125"));
    }

    @Test
    void aSlowAnswerForOneAppHoldsUpNeitherTheOthersNorTheDatabase() throws Exception {
        Path config = Files.writeString(Files.createTempFile("minipush", ".properties"), """
                minipush.apps.slow1.secret=s1
                minipush.apps.slow2.secret=s2
                minipush.apps.slow3.secret=s3
                """);
        for (int i = 1; i <= 3; i++) {
            platform.addApp("slow" + i, "s" + i);
            platform.inject(Fault.of(Api.STABLE_TOKEN, FaultKind.HANG_BEFORE).onlyFor("slow" + i));
        }
        TestNode node = start(settings(Dialect.POSTGRESQL).with("MINIPUSH_CONFIG", config.toString())
                .with("MINIPUSH_DB_POOL", "2").with("MINIPUSH_RESPONSE_TIMEOUT", "4s"));
        assertThat(awaitToken(node).appId()).isEqualTo(APP);
        assertThat(tokens(node).current("slow1")).isEmpty();
        await().atMost(10, SECONDS).until(() -> ((Number) node.value("SELECT sum(failures) FROM token")).intValue() >= 3);
        assertThat((String) node.value("SELECT last_error FROM token WHERE app_id = 'slow1'")).contains("timed out");
        platform.clearFaults();
        await().atMost(15, SECONDS).until(() -> tokens(node).current("slow3").isPresent());
    }

    @Test
    void theClassicSecretIsOnTheWireAndNowhereElse() throws Exception {
        TestNode node = start(settings(Dialect.H2).with("MINIPUSH_TOKEN_SOURCE", "classic"));
        awaitToken(node);
        assertThat(node.value("SELECT source FROM token")).isEqualTo("classic");
        assertThat(platform.scoreboard(APP).requests(Api.TOKEN, "0")).isEqualTo(1);
        assertThat(node.context().getEndpoints()).noneMatch(endpoint -> endpoint.getEndpointUri().contains(TestSettings.SECRET));
        platform.inject(Fault.of(Api.TOKEN, FaultKind.CUT_BEFORE));
        node.execute("UPDATE token SET refresh_at = ?", node.clock.now());
        await().atMost(10, SECONDS).until(() -> node.value("SELECT last_error FROM token") != null);
        assertThat((String) node.value("SELECT last_error FROM token")).doesNotContain(TestSettings.SECRET);
    }

    /** Every thread writes to it. */
    private static final class Log extends AppenderBase<ILoggingEvent> {
        private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event);
        }
    }

    private static void expire(TestNode node) {
        node.execute("UPDATE token SET expires_at = ?, refresh_at = ?", node.clock.now().minusSeconds(1), node.clock.now().minusSeconds(1));
    }

    private static double foreignRefreshes(TestNode node) {
        return node.meters.get("minipush_foreign_refreshes_total").tag("app", APP).counter().count();
    }

    private static <T> List<T> atOnce(int threads, IntFunction<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<T>> futures = IntStream.range(0, threads).mapToObj(i -> pool.submit(() -> {
                go.await();
                return task.apply(i);
            })).toList();
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(60, SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
