package io.minipush.gateway;

import java.time.LocalDateTime;
import java.util.Map;

import io.minipush.cluster.Node;
import io.minipush.platform.Platforms;
import io.minipush.settings.App;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/** Makes a node, and the apps that it serves, known to the database. Doing it twice is doing it once. */
final class Registration implements AppsWatch.Welcome {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final Statements statements;
    private final DatabaseClock clock;
    private final Platforms platforms;

    Registration(Statements statements, DatabaseClock clock, Platforms platforms) {
        this.statements = statements;
        this.clock = clock;
        this.platforms = platforms;
    }

    /**
     * A new process of a home. Also sets the clock, since nothing may be written before that.
     *
     * @param instance the name of the home; what an earlier process of it had claimed is free from now on
     */
    Node node(String instance) {
        clock.set(Utc.dateTime(statements.row("database-time", Map.of()).orElseThrow().get("now_utc")));
        statements.update("insert-node", Map.of("name", instance, "now", clock.now()));
        long id = ((Number) statements.row("find-node", Map.of("name", instance)).orElseThrow().get("node_id")).longValue();
        statements.update("silence-former-nodes", Map.of("name", instance, "node", id));
        return new Node(id);
    }

    @Override
    public void newcomer(App app) {
        LocalDateTime now = clock.now();
        insert("insert-app", Map.of("app", app.appId(), "now", now));
        if (platforms.usesAccessToken(app.appId())) {
            insert("insert-token", Map.of("app", app.appId(), "now", now));
        }
        insert("insert-book", Map.of("app", app.appId()));
    }

    /** Another node may insert the same row at the same moment: no database lets the statement itself see that. */
    private void insert(String statement, Map<String, ?> row) {
        try {
            statements.update(statement, row);
        } catch (DuplicateKeyException e) {
            LOG.debug("{}: another node was first", statement, e);
        }
    }

    @Override
    public void changed(App before, App after) {
        if (!before.secret().equals(after.secret())) {
            statements.update("renew-token-soon", Map.of("app", after.appId(), "now", clock.now()));
        }
    }
}
