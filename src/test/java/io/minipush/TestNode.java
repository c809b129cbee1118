package io.minipush;

import java.sql.Timestamp;
import java.util.Map;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minipush.hawtio.SharedDescriptions;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import io.minipush.storage.Database;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.OneCommit;
import io.minipush.storage.QueryFiles;
import io.minipush.storage.Statements;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.main.Main;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A node with some of the real route files on a real database, and a key to all its parts. */
public final class TestNode implements AutoCloseable {

    /** What the routes under test refer to by name. */
    public interface Parts {
        void bind(TestNode node);
    }

    public final Settings settings;
    public final Database database;
    public final Statements statements;
    public final DatabaseClock clock;
    public final MeterRegistry meters = new SimpleMeterRegistry();
    public final long id;
    private final Main camel = new Main();
    private ProducerTemplate template;

    private TestNode(Settings settings) {
        this.settings = settings;
        this.database = Database.open(settings);
        this.clock = new DatabaseClock(settings.clockOffset());
        this.statements = new Statements(database.dataSource(), new QueryFiles(database.dialect()));
        this.id = register();
    }

    /** @param routes names of files in {@code routes/}, without {@code .camel.yaml}, with commas */
    public static TestNode start(TestSettings environment, String routes, Parts parts) throws Exception {
        TestNode node = new TestNode(environment.read());
        try {
            node.startCamel(routes, parts);
            return node;
        } catch (Exception | Error e) {
            node.close();
            throw e;
        }
    }

    private long register() {
        clock.set(((Timestamp) statements.row("database-time", Map.of()).orElseThrow().get("now_utc")).toLocalDateTime());
        String name = UUID.randomUUID().toString();
        statements.update("insert-node", Map.of("name", name, "now", clock.now()));
        for (String app : settings.apps().keySet()) {
            statements.update("insert-app", Map.of("app", app, "now", clock.now()));
            statements.update("insert-token", Map.of("app", app, "now", clock.now()));
            statements.update("insert-book", Map.of("app", app));
        }
        return ((Number) statements.row("find-node", Map.of("name", name)).orElseThrow().get("node_id")).longValue();
    }

    private void startCamel(String routes, Parts parts) throws Exception {
        camel.configure().withRoutesIncludePattern("classpath:routes/faults.camel.yaml,classpath:routes/" + routes.replace(",", ".camel.yaml,classpath:routes/") + ".camel.yaml");
        property(Setting.WECHAT_URL, settings.wechatUrl());
        property(Setting.TOKEN_SOURCE, settings.tokenSource().name().toLowerCase(java.util.Locale.ROOT));
        property(Setting.PURGE_CRON, settings.purgeCron());
        property(Setting.TIME_ZONE, settings.timeZone());
        property(Setting.CONNECT_TIMEOUT, settings.connectTimeout().toMillis());
        property(Setting.RESPONSE_TIMEOUT, settings.responseTimeout().toMillis());
        camel.init();
        context().getCamelContextExtension().setManagementMBeanAssembler(new SharedDescriptions(context()));
        context().getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        context().getPropertiesComponent().addPropertiesFunction(new QueryFiles(database.dialect()));
        context().getComponent("sql", SqlComponent.class).setDataSource(database.dataSource());
        context().getRegistry().bind("one-commit", new OneCommit(new JdbcTransactionManager(database.dataSource())));
        context().getRegistry().bind("one-commit-or-again", OneCommit.orAgain(new JdbcTransactionManager(database.dataSource())));
        context().getRegistry().bind("clock", clock);
        parts.bind(this);
        camel.start();
        template = context().createProducerTemplate();
    }

    private void property(Setting setting, Object value) {
        camel.addOverrideProperty(setting.key(), value.toString());
    }

    public CamelContext context() {
        return camel.getCamelContext();
    }

    public ProducerTemplate template() {
        return template;
    }

    /** The first column of the first row. */
    public Object value(String sql) {
        return new org.springframework.jdbc.core.JdbcTemplate(database.dataSource()).queryForMap(sql).values().iterator().next();
    }

    public int execute(String sql, Object... arguments) {
        return new org.springframework.jdbc.core.JdbcTemplate(database.dataSource()).update(sql, arguments);
    }

    @Override
    public void close() {
        camel.stop();
        database.close();
    }
}
