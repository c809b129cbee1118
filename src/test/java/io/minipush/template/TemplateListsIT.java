package io.minipush.template;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.minipush.TestNode;
import io.minipush.TestSettings;
import io.minipush.credit.Purse;
import io.minipush.json.Fault;
import io.minipush.json.Refused;
import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.notification.NewNotification;
import io.minipush.platform.StandInPlatform;
import io.minipush.platform.StandInPlatform.Answer;
import io.minipush.simulator.DefaultTemplates;
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

/** The promises about the lists of templates, with the real routes, real databases and HTTP. */
class TemplateListsIT {

    private static final String APP = TestSettings.APP;
    private static final String PATH = "/wxaapi/newtmpl/gettemplate";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<TestNode> nodes = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private StandInPlatform platform;
    private volatile String data = "[" + template("T-one", 2, "thing1") + "," + template("T-long", 3, "thing1") + "]";

    @BeforeEach
    void start() throws Exception {
        platform = new StandInPlatform();
        platform.answer(PATH, request -> Answer.ok("{\"errcode\":0,\"errmsg\":\"ok\",\"data\":" + data + "}"));
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
        platform.close();
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.minipush.template");
    }

    private static String template(String id, int type, String key) {
        return "{\"priTmplId\":\"" + id + "\",\"title\":\"t\",\"content\":\"地点{{" + key + ".DATA}}\",\"example\":\"\",\"type\":" + type + "}";
    }

    private TestSettings settings(Dialect dialect) {
        return TestSettings.on(TestDatabases.create(dialect)).with("MINIPUSH_WECHAT_URL", platform.url()).with("MINIPUSH_RESPONSE_TIMEOUT", "30s");
    }

    private TestNode start(TestSettings settings) throws Exception {
        TestNode node = TestNode.start(settings, "refresh-token,refresh-templates", n -> {
            AccessTokens tokens = TokenParts.bind(n.context(), n.settings, n.statements, n.clock, n.id, n.meters);
            TemplateParts.bind(n.context(), n.settings, n.statements, n.clock, tokens, n.meters);
        });
        nodes.add(node);
        await().atMost(LONG).until(() -> bean(node, "tokens", AccessTokens.class).current(APP).isPresent());
        return node;
    }

    private static <T> T bean(TestNode node, String name, Class<T> type) {
        return node.context().getRegistry().lookupByNameAndType(name, type);
    }

    private static TemplateLists lists(TestNode node) {
        return bean(node, "templateLists", TemplateLists.class);
    }

    private static TemplateCheck check(TestNode node) {
        return bean(node, "templateCheck", TemplateCheck.class);
    }

    /** As the tick of each node does. */
    private void tick() {
        nodes.parallelStream().forEach(node -> lists(node).due().forEach(turn -> node.template().sendBody("direct:fetch-templates", turn)));
    }

    /** Does not wait for the tick. */
    private static void awaitTemplate(TestNode node, String id) {
        await().atMost(LONG).until(() -> {
            lists(node).reload();
            return lists(node).find(APP, id).isPresent();
        });
    }

    private int asked() {
        return platform.requests(PATH).size();
    }

    private static void age(TestNode node, Duration by) {
        node.execute("UPDATE template_list SET asked_at = ?, fetched_at = ?", node.clock.now().minus(by), node.clock.now().minus(by));
        lists(node).reload();
    }

    @Test
    void oneNodeAsksForAllOnceAnHour() throws Exception {
        TestSettings settings = settings(Dialect.POSTGRESQL).with("MINIPUSH_CHANNEL", "subscribe");
        start(settings);
        start(settings);
        for (TestNode node : nodes) {
            awaitTemplate(node, "T-one");
            assertThat(lists(node).isLongTerm(APP, "T-one")).isFalse();
            assertThat(lists(node).isLongTerm(APP, "T-long")).isTrue();
            assertThat(lists(node).isLongTerm(APP, "T-none")).isFalse();
        }
        assertThat(asked()).isEqualTo(1);
        tick();
        assertThat(asked()).as("not again within the hour").isEqualTo(1);

        data = "[" + template("T-new", 2, "thing1") + "]";
        nodes.forEach(node -> age(node, Duration.ofMinutes(61)));
        tick();
        for (TestNode node : nodes) {
            awaitTemplate(node, "T-new");
            assertThat(lists(node).find(APP, "T-one")).isEmpty();
        }
        assertThat(asked()).isEqualTo(2);
        assertThat(platform.requests(PATH)).allSatisfy(request -> {
            assertThat(request.method() + " " + request.query()).isEqualTo("GET access_token=T1");
            assertThat(request.headers().keySet()).isSubsetOf("Host", "Connection", "User-agent", "Accept-encoding", "Upgrade");
        });
    }

    @Test
    void anAppWithoutSubscribeMessagesIsNotAskedForUntilSomebodyWantsItsTemplates() throws Exception {
        TestNode node = start(settings(Dialect.H2));
        tick();
        assertThat(asked()).isZero();
        assertThat(lists(node).ask(APP).orElseThrow().data()).isEqualTo(data);
        assertThat(lists(node).ask(APP).orElseThrow().templates()).extracting(Template::id).containsExactly("T-one", "T-long");
        assertThat(asked()).isEqualTo(1);

        nodes.remove(node);
        node.close();
        TestNode successor = start(TestSettings.on(new io.minipush.drill.EmbeddedDatabase.Login(node.settings.dbUrl(), node.settings.dbUser(), node.settings.dbPassword()))
                .with("MINIPUSH_WECHAT_URL", platform.url()));
        assertThat(lists(successor).find(APP, "T-one")).as("the list outlives the node").isPresent();
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void aTemplateThatNobodyKnowsIsAskedForOnceAMinuteByAllTogetherAndWithoutADatabaseConnection() throws Exception {
        TestNode node = start(settings(Dialect.H2));
        HikariDataSource pool = node.database.dataSource().unwrap(HikariDataSource.class);
        List<Integer> inUse = new ArrayList<>();
        platform.answer(PATH, request -> {
            // The copy of the tokens has one for a moment each second.
            await().atMost(LONG).until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
            inUse.add(0);
            return Answer.ok("{\"errcode\":0,\"data\":" + data + "}");
        });
        List<Future<?>> callers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        for (int i = 0; i < 20; i++) {
            callers.add(threads.submit(() -> check(node).prepare(APP, Stream.of(json("{'channel':'subscribe','template_id':'T-one'}")))));
        }
        for (Future<?> caller : callers) {
            caller.get(60, SECONDS);
        }
        threads.shutdown();
        assertThat(inUse).as("one asked for all, and no connection was held").hasSize(1);
        assertThat(lists(node).find(APP, "T-one")).as("known before the callers go on").isPresent();

        for (int i = 0; i < 3; i++) {
            check(node).prepare(APP, Stream.of(json("{'channel':'subscribe','template_id':'T-none'}")));
        }
        assertThat(asked()).as("a minute has not passed").isEqualTo(1);
        age(node, Duration.ofSeconds(61));
        check(node).prepare(APP, Stream.of(json("{'template_id':'T-none'}"), json("{'channel':'template','template_id':'T-none'}"), json("[]"), null));
        assertThat(asked()).as("nothing of another channel").isEqualTo(1);
        check(node).prepare(APP, Stream.of(json("{'channel':'subscribe','template_id':'T-none'}"), json("{'channel':'subscribe','template_id':'T-none2'}")));
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void dataAreCheckedAgainstTheTemplateAndWarningsOnlyTold() throws Exception {
        TestNode node = start(settings(Dialect.H2));
        lists(node).ask(APP);
        assertThatThrownBy(() -> checked(node, Channel.SUBSCRIBE, "T-one", "{'thing2':{'value':'x'}}")).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(TemplateCheck.MISMATCH);
            assertThat(refused.faults()).extracting(Fault::pointer).containsExactly("/data/thing1", "/data/thing2");
        });
        assertThatCode(() -> checked(node, Channel.TEMPLATE, "T-one", "{}")).as("another channel").doesNotThrowAnyException();
        assertThatCode(() -> checked(node, Channel.SUBSCRIBE, "T-none", "{}")).as("a template that nobody knows").doesNotThrowAnyException();
        for (int i = 0; i < 3; i++) {
            checked(node, Channel.SUBSCRIBE, "T-one", "{'thing1':{'value':'" + "长".repeat(21) + "'}}");
        }
        assertThat(node.meters.get("minipush_template_warnings_total").tag("app", APP).counter().count()).isEqualTo(3);
        assertThat(lines(Level.INFO)).singleElement().asString().contains("T-one", "thing1 is longer than 20 characters").doesNotContain("长");
    }

    private static void checked(TestNode node, Channel channel, String template, String data) {
        check(node).check(APP, new NewNotification("o1", template, channel, Purse.of("o1", template), "{}", null, "wait", null, Lane.NORMAL, Instant.EPOCH, Instant.EPOCH), json(data));
    }

    @Test
    void aRefusedTokenIsReplacedOnce() throws Exception {
        TestNode node = start(settings(Dialect.H2));
        platform.answer(PATH, request -> Answer.ok(request.query().endsWith("=T1") ? "{\"errcode\":40001,\"errmsg\":\"invalid credential rid: 1-2-3\"}"
                : "{\"errcode\":0,\"data\":" + data + "}"));
        assertThat(lists(node).ask(APP)).isPresent();
        assertThat(platform.requests(PATH)).extracting(StandInPlatform.Request::query).containsExactly("access_token=T1", "access_token=T2");

        platform.answer(PATH, request -> Answer.ok("{\"errcode\":42001,\"errmsg\":\"expired\"}"));
        age(node, Duration.ofMinutes(61));
        tick();
        await().atMost(LONG).until(() -> lines(Level.WARN).stream().anyMatch(line -> line.contains("42001")));
        assertThat(asked()).as("once, not in a loop").isEqualTo(4);
        assertThat(lists(node).find(APP, "T-one")).as("the list that we have goes on").isPresent();
    }

    @Test
    void whenThePlatformGivesNoListNothingIsRefusedAndOneLineSaysSo() throws Exception {
        TestNode node = start(settings(Dialect.H2));
        platform.answer(PATH, request -> new Answer(500, "<html>"));
        for (int i = 0; i < 4; i++) {
            assertThat(lists(node).ask(APP)).isEmpty();
            node.execute("UPDATE template_list SET asked_at = ?", node.clock.now().minusMinutes(2));
            lists(node).reload();
        }
        assertThat(asked()).isEqualTo(4);
        assertThat(lines(Level.WARN)).singleElement().asString().contains(APP, "HTTP 500");
        checked(node, Channel.SUBSCRIBE, "T-one", "{}");
        assertThat(lists(node).due()).as("backed off").isEmpty();

        platform.answer(PATH, request -> Answer.ok("{\"errcode\":0,\"data\":{}}"));
        assertThat(lists(node).ask(APP)).isEmpty();
        platform.answer(PATH, request -> Answer.ok("{\"errcode\":0,\"data\":" + data + "}"));
        node.execute("UPDATE template_list SET asked_at = ?", node.clock.now().minusHours(1));
        lists(node).reload();
        tick();
        awaitTemplate(node, "T-one");
        assertThat(lines(Level.WARN)).hasSize(1);
        await().atMost(LONG).untilAsserted(() -> assertThat(lines(Level.INFO)).singleElement().asString().contains("again"));
    }

    @Test
    void aPlatformThatDoesNotAnswerHoldsUpNobodyForLong() throws Exception {
        TestNode node = start(settings(Dialect.H2).with("MINIPUSH_CONNECT_TIMEOUT", "1s").with("MINIPUSH_RESPONSE_TIMEOUT", "1s"));
        CountDownLatch over = new CountDownLatch(1);
        platform.answer(PATH, request -> {
            try {
                over.await(60, SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.ok("{}");
        });
        try {
            assertThat(lists(node).ask(APP)).isEmpty();
            assertThat(over.getCount()).as("the platform is still silent").isEqualTo(1);
        } finally {
            over.countDown();
        }
    }

    @Test
    void theSimulatedPlatformIsUnderstoodAndHasNothingAgainstIt() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            TestNode node = start(settings(Dialect.H2).with("MINIPUSH_WECHAT_URL", simulator.url().toString()));
            assertThat(lists(node).ask(APP).orElseThrow().templates()).extracting(Template::id).hasSize(4).contains(DefaultTemplates.ROOM);
            assertThat(lists(node).isLongTerm(APP, DefaultTemplates.CLINIC)).isTrue();
            assertThat(lists(node).find(APP, DefaultTemplates.ROOM).orElseThrow().keys()).contains(new TemplateKey("enum2", List.of("客厅", "餐厅")));
            assertThat(simulator.platform().scoreboard(APP).breaches()).isEmpty();
        }
    }

    private List<String> lines(Level level) {
        return List.copyOf(log.list).stream().filter(line -> line.getLevel() == level).map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static JsonNode json(String json) {
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
