package io.minipush.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.minipush.drill.CarefulClient;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.simulator.FormGrant;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * What somebody would write who has an afternoon: threads that each take a message, post it and take the next one. It uses
 * the gateway's tables, HTTP client and number of connections, and no framework.
 */
final class Loop {

    /** What the loop promises. */
    enum Kind {
        /**
         * As much as the gateway: before the post it commits that the message is on its way with this formId, after it that it
         * is sent. One statement and one commit each time.
         */
        CAREFUL,
        /** Nothing: it reads everything once and posts. A crash forgets what was sent and with which formId. */
        CARELESS
    }

    private static final String RESERVE = "WITH c AS (DELETE FROM credit WHERE id = (SELECT id FROM credit WHERE app_id = ? AND openid = ?"
            + " ORDER BY reserve_order, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING form_id)"
            + " UPDATE notification SET state = 'sending', due_at = NULL, form_id = (SELECT form_id FROM c) WHERE id = ? RETURNING form_id, message";
    private static final String SETTLE = "UPDATE notification SET state = 'sent', form_id = NULL, sent_at = clock_timestamp(), ended_at = clock_timestamp() WHERE id = ?";
    /** As many as the gateway has by default. */
    private static final int CONNECTIONS = 10;

    private final EmbeddedDatabase.Login login;
    private final String app;
    private final URI send;
    private final int threads;

    /** @param send the platform's address for a post, token included */
    Loop(EmbeddedDatabase.Login login, String app, URI send, int threads) {
        this.login = login;
        this.app = app;
        this.send = send;
        this.threads = threads;
    }

    /** @return messages per second over all of the work */
    double run(Kind kind, List<FormGrant> work, String message) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (HikariDataSource database = new HikariDataSource(pool());
                CloseableHttpClient http = HttpClients.custom().disableAutomaticRetries().setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(threads).setMaxConnPerRoute(threads).build()).build()) {
            List<Future<?>> running = new ArrayList<>();
            long begun = System.nanoTime();
            for (int i = 0; i < threads; i++) {
                Callable<Void> thread = () -> {
                    for (int n = next.getAndIncrement(); n < work.size(); n = next.getAndIncrement()) {
                        FormGrant grant = work.get(n);
                        if (kind == Kind.CARELESS) {
                            post(http, grant.openid(), grant.formId(), message);
                        } else {
                            carefully(database, http, grant.openid(), Tables.workId(n));
                        }
                    }
                    return null;
                };
                running.add(executor.submit(thread));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
            return work.size() / ((System.nanoTime() - begun) / 1e9);
        } finally {
            executor.shutdownNow();
        }
    }

    private HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(login.url());
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setMaximumPoolSize(CONNECTIONS);
        return config;
    }

    private void carefully(HikariDataSource database, CloseableHttpClient http, String openid, String id) throws SQLException, IOException {
        String formId;
        String message;
        try (Connection connection = database.getConnection(); PreparedStatement reserve = connection.prepareStatement(RESERVE)) {
            reserve.setString(1, app);
            reserve.setString(2, openid);
            reserve.setString(3, id);
            try (ResultSet row = reserve.executeQuery()) {
                row.next();
                formId = row.getString(1);
                message = row.getString(2);
            }
        }
        post(http, openid, formId, message);
        try (Connection connection = database.getConnection(); PreparedStatement settle = connection.prepareStatement(SETTLE)) {
            settle.setString(1, id);
            settle.executeUpdate();
        }
    }

    private void post(CloseableHttpClient http, String openid, String formId, String message) throws IOException {
        HttpPost post = new HttpPost(send);
        String body = "{\"touser\":\"" + openid + "\",\"template_id\":\"t\",\"form_id\":\"" + formId + "\"," + message.substring(1);
        post.setEntity(new StringEntity(body, ContentType.create("application/json", StandardCharsets.UTF_8)));
        String answer = http.execute(post, response -> EntityUtils.toString(response.getEntity()));
        if (CarefulClient.JSON.readTree(answer).path("errcode").asInt(-1) != 0) {
            throw new IOException("the simulated platform refused a loop's message: " + answer);
        }
    }
}
