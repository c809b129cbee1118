package io.minipush.web;

import static io.minipush.web.NotificationsIT.atTheSameTime;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.minipush.drill.EmbeddedDatabase;
import io.minipush.storage.Dialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManagementIT {

    private static final String GOOD = "{\"touser\":\"o1\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";

    @ParameterizedTest
    @EnumSource
    void theManagementPortTellsHealthAndFiguresAndNothingElse(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        assertThat(gateway.getManagement("/health/live").statusCode()).isEqualTo(200);
        var ready = gateway.getManagement("/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        assertThat(json(ready).get("status").textValue()).isEqualTo("ready");
        assertThat(json(ready).get("warnings").isArray()).isTrue();
        var metrics = gateway.getManagement("/metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body()).containsPattern("(?m)^minipush_db_statements_total [1-9]").containsPattern("(?m)^jvm_memory_used_bytes")
                .containsPattern("(?m)^hikaricp_connections_active\\{pool=\"minipush\"\\}");
        for (String path : new String[] {"/v1/apps", "/health", "/health/live/", "/metrics/x"}) {
            HttpResponse<String> response = gateway.getManagement(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
        }
        var post = RunningGateway.send(RunningGateway.request(gateway.management("/metrics")).POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(post.statusCode()).isEqualTo(405);
    }

    @Test
    void aDatabaseThatIsAwayIsA503ThatSaysWhenToComeAgain() throws Exception {
        EmbeddedDatabase server = EmbeddedDatabase.start(Dialect.POSTGRESQL);
        try (RunningGateway gateway = RunningGateway.on(server.create())) {
            assertThat(gateway.post(RunningGateway.NOTIFICATIONS, GOOD).statusCode()).isEqualTo(202);
            server.close();
            List<Callable<HttpResponse<String>>> requests = List.of(
                    () -> gateway.post(RunningGateway.NOTIFICATIONS, GOOD),
                    () -> gateway.post(RunningGateway.NOTIFICATIONS, GOOD, "Idempotency-Key", "k"),
                    () -> gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"o\",\"form_id\":\"f\"}"),
                    () -> gateway.get("/v1/apps"));
            AtomicInteger next = new AtomicInteger();
            for (HttpResponse<String> response : atTheSameTime(requests.size(), () -> requests.get(next.getAndIncrement()).call())) {
                assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(response.body()).doesNotContain("Exception", "postgres", "jdbc");
            }
            assertThat(gateway.post(RunningGateway.NOTIFICATIONS, "{}").statusCode()).as("a bad request is one without a database too").isEqualTo(422);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var ready = gateway.getManagement("/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(json(ready).get("status").textValue()).isEqualTo("database_away");
            });
            assertThat(gateway.getManagement("/health/live").statusCode()).isEqualTo(200);
            assertThat(gateway.getManagement("/metrics").statusCode()).isEqualTo(200);
        }
    }
}
