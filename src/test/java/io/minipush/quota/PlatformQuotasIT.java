package io.minipush.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Gauge;
import io.minipush.TestNode;
import io.minipush.TestSettings;
import io.minipush.platform.StandInPlatform;
import io.minipush.platform.StandInPlatform.Answer;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.token.AccessTokens;
import io.minipush.token.TokenParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The promises about the platform's quotas, with the real routes, real databases and HTTP. */
class PlatformQuotasIT {

    private static final String APP = TestSettings.APP;
    private static final String PATH = "/cgi-bin/openapi/quota/get";

    private final List<TestNode> nodes = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private StandInPlatform platform;

    @BeforeEach
    void start() throws Exception {
        platform = new StandInPlatform();
        platform.answer(PATH, request -> Answer.ok("{\"errcode\":0,\"errmsg\":\"ok\",\"quota\":{\"daily_limit\":30000000,\"used\":12,\"remain\":29999988},\"rate_limit\":{\"call_count\":1,\"refresh_second\":1}}"));
        log.start();
        ((Logger) LoggerFactory.getLogger("io.minipush")).addAppender(log);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
        platform.close();
        ((Logger) LoggerFactory.getLogger("io.minipush")).detachAppender(log);
    }

    private TestSettings settings(Dialect dialect) {
        return TestSettings.on(TestDatabases.create(dialect)).with("MINIPUSH_WECHAT_URL", platform.url());
    }

    private TestNode start(TestSettings settings) throws Exception {
        TestNode node = TestNode.start(settings, "refresh-token,read-quotas", n ->
                QuotaParts.bind(n.context(), n.settings, n.clock, TokenParts.bind(n.context(), n.settings, n.statements, n.clock, n.id, n.meters), n.meters));
        nodes.add(node);
        await().atMost(Duration.ofSeconds(60)).until(() -> tokens(node).current(APP).isPresent());
        return node;
    }

    private static AccessTokens tokens(TestNode node) {
        return node.context().getRegistry().lookupByNameAndType("tokens", AccessTokens.class);
    }

    /** As the tick of each node does. */
    private void tick() {
        nodes.parallelStream().forEach(node -> node.template().sendBody("direct:read-quotas", null));
    }

    private List<String> asked() {
        return platform.requests(PATH).stream().map(StandInPlatform.Request::body).toList();
    }

    private static void age(TestNode node, Duration by) {
        node.execute("UPDATE platform_quota SET asked_at = ?", node.clock.now().minus(by));
    }

    @Test
    void oneNodeAsksEveryTenMinutesForTheCallsInUseAndAllShowIt() throws Exception {
        TestSettings settings = settings(Dialect.MARIADB);
        start(settings);
        start(settings);
        tick();
        assertThat(asked()).containsExactlyInAnyOrder("{\"cgi_path\":\"/cgi-bin/message/wxopen/template/send\"}", "{\"cgi_path\":\"/cgi-bin/stable_token\"}");
        tick();
        assertThat(asked()).as("not again within ten minutes").hasSize(2);
        for (TestNode node : nodes) {
            assertThat(remaining(node, "template_send").value()).isEqualTo(29999988);
            assertThat(node.meters.get("minipush_platform_quota_limit").tags("app", APP, "api", "stable_token").gauge().value()).isEqualTo(30000000);
        }
        assertThat(platform.requests(PATH)).allSatisfy(request -> {
            assertThat(request.method() + " " + request.query()).isEqualTo("POST access_token=T1");
            assertThat(request.headers()).as("not chunked").containsKey("Content-length").doesNotContainKey("Transfer-encoding");
            assertThat(request.headers().keySet()).isSubsetOf("Host", "Connection", "User-agent", "Accept-encoding", "Upgrade", "Content-length", "Content-type");
        });

        age(nodes.get(0), Duration.ofMinutes(11));
        nodes.get(0).execute("INSERT INTO template_list (app_id) VALUES (?)", APP);
        tick();
        assertThat(asked()).as("again, and for the subscribe channel that is used now").hasSize(5).contains("{\"cgi_path\":\"/cgi-bin/message/subscribe/send\"}");
        assertThat(nodes.get(0).value("SELECT used FROM platform_quota WHERE cgi_path LIKE '%subscribe/send'")).isEqualTo(12L);
    }

    private static Gauge remaining(TestNode node, String api) {
        return node.meters.get("minipush_platform_quota_remaining").tags("app", APP, "api", api).gauge();
    }

    @Test
    void whatThePlatformDoesNotTellIsAskedADayLaterAndNotTalkedAbout() throws Exception {
        TestNode node = start(settings(Dialect.H2).with("MINIPUSH_CHANNEL", "subscribe"));
        for (Answer answer : List.of(new Answer(404, "{\"errcode\":40066}"), new Answer(404, ""), Answer.ok("{\"errcode\":76022,\"errmsg\":\"no permission\"}"))) {
            node.execute("DELETE FROM platform_quota");
            int before = asked().size();
            platform.answer(PATH, request -> answer);
            tick();
            age(node, Duration.ofHours(23));
            tick();
            assertThat(asked()).as(answer.toString()).hasSize(before + 2);
            age(node, Duration.ofHours(25));
            tick();
            assertThat(asked()).as(answer.toString()).hasSize(before + 4);
        }
        assertThat(node.value("SELECT count(*) FROM platform_quota WHERE read_at IS NULL AND errcode = 76022")).isEqualTo(2L);
        assertThat(node.meters.find("minipush_platform_quota_remaining").gauges()).isEmpty();
        assertThat(lines(Level.INFO)).isEmpty();
    }

    @Test
    void aPlatformThatIsAwayIsToldOnceAndTheOldFiguresStay() throws Exception {
        TestNode node = start(settings(Dialect.H2));
        tick();
        platform.answer(PATH, request -> new Answer(502, "<html>"));
        for (int i = 0; i < 3; i++) {
            age(node, Duration.ofMinutes(11));
            tick();
        }
        assertThat(asked()).hasSize(8);
        assertThat(lines(Level.INFO)).hasSize(2).allSatisfy(line -> assertThat(line).contains(APP, "HTTP 502"));
        assertThat(remaining(node, "stable_token").value()).isEqualTo(29999988);
        platform.answer(PATH, request -> Answer.ok("{\"errcode\":40001}"));
        age(node, Duration.ofMinutes(11));
        tick();
        assertThat(tokens(node).current(APP)).as("whether a token is good is found out by those who send").isPresent();
    }

    @Test
    void aPausedAppAndOneWithoutAUsableTokenAreLeftInPeace() throws Exception {
        TestNode node = start(settings(Dialect.H2));
        node.execute("UPDATE app SET paused_at = created_at");
        tick();
        assertThat(asked()).isEmpty();
        platform.answer("/cgi-bin/stable_token", request -> Answer.ok("{\"errcode\":-1}"));
        node.execute("UPDATE token SET usable = FALSE, refresh_at = ?", node.clock.now().plusHours(1));
        tokens(node).reload();
        node.execute("UPDATE app SET paused_at = NULL");
        tick();
        assertThat(asked()).isEmpty();
    }

    @Test
    void theSimulatedPlatformIsUnderstoodAndHasNothingAgainstIt() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            TestNode node = start(settings(Dialect.H2).with("MINIPUSH_WECHAT_URL", simulator.url().toString()));
            tick();
            assertThat(remaining(node, "template_send").value()).isPositive();
            assertThat(node.value("SELECT used FROM platform_quota WHERE cgi_path = '/cgi-bin/stable_token'")).isEqualTo(1L);
            assertThat(simulator.platform().scoreboard(APP).breaches()).isEmpty();
        }
    }

    private List<String> lines(Level atLeast) {
        return List.copyOf(log.list).stream().filter(line -> line.getLoggerName().startsWith("io.minipush.quota") || line.getLoggerName().startsWith("io.minipush.routes"))
                .filter(line -> line.getLevel().isGreaterOrEqual(atLeast)).map(ILoggingEvent::getFormattedMessage).toList();
    }
}
