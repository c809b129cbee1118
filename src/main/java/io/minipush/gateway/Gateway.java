package io.minipush.gateway;

import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.Gauge;
import io.minipush.access.GuessThrottle;
import io.minipush.access.LiveKeys;
import io.minipush.books.BookParts;
import io.minipush.cluster.ClusterRoutes;
import io.minipush.cluster.Node;
import io.minipush.dispatch.Dispatch;
import io.minipush.dispatch.EndLog;
import io.minipush.dispatch.Endings;
import io.minipush.events.EventInbox;
import io.minipush.events.EventParts;
import io.minipush.hands.OutsideEnds;
import io.minipush.hands.HandParts;
import io.minipush.hands.RouteDeeds;
import io.minipush.hawtio.DrawnRoutes;
import io.minipush.hawtio.ShownRoutes;
import io.minipush.hawtio.SharedDescriptions;
import io.minipush.health.Readiness;
import io.minipush.intake.file.FileParts;
import io.minipush.jms.JmsParts;
import io.minipush.jms.OutcomeBox;
import io.minipush.platform.Platforms;
import io.minipush.quota.QuotaParts;
import io.minipush.routes.ConfiguredErrorHandlers;
import io.minipush.routes.GatedDirect;
import io.minipush.routes.RouteGuard;
import io.minipush.sdk.SdkAccess;
import io.minipush.settings.App;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import io.minipush.status.StatusPage;
import io.minipush.storage.Database;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.OneCommit;
import io.minipush.storage.QueryFiles;
import io.minipush.storage.Statements;
import io.minipush.template.TemplateParts;
import io.minipush.token.AccessTokens;
import io.minipush.token.TokenParts;
import io.minipush.web.ApiServer;
import io.minipush.web.DoorParts;
import io.minipush.web.ManagementServer;
import io.minipush.web.Meters;
import io.minipush.web.SdkParts;
import io.minipush.web.Waiters;
import org.apache.camel.CamelContext;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.ModelToXMLDumper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The whole gateway in one process: home, database, Camel with the routes, and the two web servers.
 *
 * <p>{@link #start} returns when the doors are open. {@link #close} is the clean end: the door closes first, what was not
 * posted is given back, answers on the way are awaited.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    /** The folder in the home that has the accepted versions of edited routes. */
    public static final String ROUTE_HISTORY = "route-history";

    private final Settings settings;
    private final Platforms platforms;
    private final Meters meters = new Meters();
    private final LiveKeys keys;
    private final GuessThrottle throttle;
    private final Home home;
    private final Readiness readiness = new Readiness();
    private final ManagementServer management;
    private final Database database;
    private final DatabaseClock clock;
    private final Main camel;
    private Node node;
    private Statements statements;
    private Registration registration;
    private EndLog endLog;
    private Endings endings;
    private Dispatch dispatch;
    private RouteGuard routes;
    private AppsWatch apps;
    private FileParts files;
    private JmsParts jms;
    private Waiters waiters;
    private SdkAccess sdks;
    private ApiServer api;
    private StatusPage page;

    private Gateway(Settings settings) throws Exception {
        this.settings = settings;
        this.keys = LiveKeys.open(settings, meters.registry());
        this.throttle = new GuessThrottle(keys.keys(), meters.registry());
        this.platforms = Platforms.of(settings);
        this.home = Home.open(settings.home());
        try {
            this.management = ManagementServer.open(settings, keys.keys(), throttle, readiness, meters);
        } catch (Exception e) {
            home.close();
            throw e;
        }
        try {
            this.database = Database.open(settings);
        } catch (Exception e) {
            management.close();
            home.close();
            throw e;
        }
        this.clock = new DatabaseClock(settings.clockOffset());
        this.camel = new Main();
    }

    /**
     * @throws io.minipush.settings.InvalidSetting if the settings cannot be brought to life: home taken, database away, port taken
     */
    public static Gateway start(Settings settings) throws Exception {
        Gateway gateway = new Gateway(settings);
        try {
            gateway.start();
            return gateway;
        } catch (Exception | Error e) {
            gateway.close();
            throw e;
        }
    }

    /**
     * A gateway with everything that routes refer to, but without routes, and doing nothing: to try route files in.
     *
     * @param settings of a home and a database that are thrown away
     */
    public static Gateway prepare(Settings settings) throws Exception {
        Gateway gateway = new Gateway(settings);
        try {
            gateway.bind();
            return gateway;
        } catch (Exception | Error e) {
            gateway.close();
            throw e;
        }
    }

    private void start() throws Exception {
        readiness.warn(keys::warning);
        keys.watch();
        bind();
        routes = new RouteGuard(context(), settings, platforms, settings.home().resolve(ROUTE_HISTORY), meters.registry());
        readiness.warnAll(routes::warnings);
        routes.load();
        camel.start();
        management.show(new ShownRoutes(context().getManagementName(), new RouteDeeds(statements, clock, settings.apps().keySet(), node.id())::note));
        page = StatusPage.open(management, context(), settings, statements, clock, meters.registry(), dispatch, readiness);
        routes.start();
        meters.beforeScrape(new RouteFigures(context(), meters.registry())::look);
        Gauge.builder("minipush.warnings", readiness, told -> told.warnings().size())
                .description("Things that are wrong while the gateway works, as /health/ready names them").register(meters.registry());
        apps = new AppsWatch(settings, platforms, welcome());
        readiness.warn(apps::warning);
        apps.start();
        api = ApiServer.open(settings, keys.keys(), throttle, sdks, home.instance());
        readiness.open(database.dataSource());
        LOG.info("minipush node {} runs on {} with {} app(s); API on port {}, management on port {}; home is {}",
                node.id(), database.dialect(), settings.apps().size(), apiPort(), managementPort(), settings.home());
    }

    /** Its Camel context. */
    public CamelContext context() {
        return camel.getCamelContext();
    }

    /** Puts in place what routes refer to. */
    private void bind() throws Exception {
        properties().forEach((key, value) -> camel.addOverrideProperty(key.toString(), value.toString()));
        camel.init();
        CamelContext context = camel.getCamelContext();
        context.getCamelContextExtension().setManagementMBeanAssembler(new SharedDescriptions(context));
        // A fault goes on to whoever called; routes/faults.camel.yaml says more.
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        context.getRegistry().bind("configured-error-handlers", new ConfiguredErrorHandlers());
        // Before anything calls a route: routes are exchanged under load.
        context.addComponent("direct", new GatedDirect());
        context.getCamelContextExtension().addContextPlugin(ModelToXMLDumper.class, new DrawnRoutes());
        QueryFiles queries = new QueryFiles(database.dialect());
        context.getPropertiesComponent().addPropertiesFunction(queries);
        // {{minipush.connect.timeout}} is what the settings made of it, not the raw text of the environment.
        ((PropertiesComponent) context.getPropertiesComponent()).setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        context.getComponent("sql", SqlComponent.class).setDataSource(database.dataSource());
        JdbcTransactionManager transactions = new JdbcTransactionManager(database.dataSource());
        context.getRegistry().bind("one-commit", new OneCommit(transactions));
        context.getRegistry().bind("one-commit-or-again", OneCommit.orAgain(transactions));
        context.getRegistry().bind("clock", clock);
        statements = new Statements(database.dataSource(), queries);
        registration = new Registration(statements, clock, platforms);
        node = registration.node(home.instance());
        settings.apps().values().forEach(registration::newcomer);
        meters.watch(database);
        meters.registry().gauge("minipush.home.free.bytes", home, Home::free);
        readiness.warn(home::warning);
        AccessTokens tokens = TokenParts.bind(context, settings, statements, clock, node.id(), meters.registry());
        readiness.warnAll(() -> tokens.warnings(settings.apps().keySet()));
        TemplateParts.bind(context, settings, statements, clock, tokens, meters.registry());
        QuotaParts.bind(context, settings, clock, tokens, meters.registry());
        BookParts.bind(context, settings, clock, node.id(), meters.registry());
        OutcomeBox outcomes = OutcomeBox.bind(context, settings, statements, clock, node.id());
        endLog = new EndLog(meters.registry());
        endings = new Endings(context.createProducerTemplate(), meters.ends(), meters.registry(), endLog);
        settings.apps().keySet().forEach(endings::know);
        OutsideEnds witness = new OutsideEnds(outcomes, endings);
        HandParts.bind(context, settings, platforms, statements, clock, witness);
        EventInbox events = EventParts.bind(context, settings, statements, clock, meters.registry(), readiness, witness);
        files = new FileParts(context, settings, clock, home.instance(), meters.registry(), readiness);
        jms = new JmsParts(context, settings, meters.registry(), readiness);
        waiters = DoorParts.bind(context, settings, platforms, statements, clock, events, home.instance());
        sdks = SdkParts.bind(context, settings, platforms, keys.keys(), throttle, statements, clock, tokens, meters.registry(), home.instance());
        context.addRoutes(new ClusterRoutes(node, clock));
        dispatch = new Dispatch(context, statements, database.dialect(), clock, node, settings, platforms, meters.registry(), endings, outcomes);
        readiness.warn(dispatch::warning);
    }

    /** The port that the API really listens on. */
    public int apiPort() {
        return api.port();
    }

    /** The port that the embedded broker really listens on; empty if there is none, or it is not up. */
    public Optional<Integer> jmsPort() {
        return jms.port();
    }

    /** The port that health and metrics are really found on. */
    public int managementPort() {
        return management.port();
    }

    /** What routes may refer to as {@code {{minipush.…}}}; secrets are not among it. */
    private Map<String, Object> properties() {
        return Map.of(
                Setting.WECHAT_URL.key(), settings.wechatUrl(),
                Setting.TOKEN_SOURCE.key(), settings.tokenSource().name().toLowerCase(java.util.Locale.ROOT),
                Setting.INBOX.key(), settings.inbox(),
                Setting.JMS_OUTCOMES.key(), settings.jms().outcomes(),
                Setting.PURGE_CRON.key(), settings.purgeCron(),
                Setting.TIME_ZONE.key(), settings.timeZone(),
                Setting.CONNECT_TIMEOUT.key(), settings.connectTimeout().toMillis(),
                Setting.RESPONSE_TIMEOUT.key(), settings.responseTimeout().toMillis());
    }

    /** Makes ready for an app that comes. */
    private AppsWatch.Welcome welcome() {
        return new AppsWatch.Welcome() {
            @Override
            public void newcomer(App app) {
                registration.newcomer(app);
                endings.know(app.appId());
            }

            @Override
            public void changed(App before, App after) {
                registration.changed(before, after);
            }
        };
    }

    @Override
    public void close() {
        readiness.close();
        if (waiters != null) {
            waiters.close();
        }
        if (api != null) {
            api.close();
        }
        if (apps != null) {
            apps.close();
        }
        if (routes != null) {
            routes.close();
        }
        if (files != null) {
            files.stop();
        }
        if (jms != null) {
            jms.stop();
        }
        if (camel.isStarted()) {
            LOG.info("Stopping: nothing new is claimed, answers on their way are awaited");
            quietly("drain", dispatch::drain);
        }
        quietly("stop the routes", camel::stop);
        if (endLog != null) {
            endLog.close();
        }
        if (jms != null) {
            quietly("stop the broker", jms::close);
        }
        if (node != null) {
            quietly("leave", () -> statements.update("leave", Map.of("node", node.id())));
        }
        keys.close();
        if (page != null) {
            page.close();
        }
        management.close();
        database.close();
        meters.close();
        home.close();
        LOG.info("Stopped");
    }

    private interface Step {
        void run() throws Exception;
    }

    /** A stop goes on to its end: what one step leaves behind, the next start or another node takes over. */
    private static void quietly(String what, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            LOG.warn("Could not {} ({})", what, e.toString());
        }
    }
}
