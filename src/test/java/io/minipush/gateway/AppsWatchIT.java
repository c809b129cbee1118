package io.minipush.gateway;

import static io.minipush.TestSettings.APP;
import static io.minipush.TestSettings.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps come and secrets change in the settings file of a running gateway. */
class AppsWatchIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String OTHER = "wx1111111111111111";
    private static final String OTHER_SECRET = "another-false-secret";

    @TempDir
    private Path folder;
    private Path config;
    private Simulator simulator;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.defaults().withApp(OTHER, OTHER_SECRET));
        config = folder.resolve("minipush.properties");
        write("minipush.apps." + APP + ".secret=a-secret-that-was-changed");
        gateway = RunningGateway.on(TestDatabases.create(Dialect.H2), "MINIPUSH_WECHAT_URL", simulator.url().toString(),
                "MINIPUSH_CONFIG", config.toString(), "MINIPUSH_APP_ID", "", "MINIPUSH_APP_SECRET", "");
    }

    @AfterEach
    void stop() {
        gateway.close();
        simulator.close();
    }

    private void write(String... lines) throws Exception {
        Files.write(config, List.of(lines));
    }

    private void sendOne(String app) throws Exception {
        String formId = simulator.platform().issueForm(app, "o-1");
        assertThat(gateway.post("/v1/apps/" + app + "/form-ids", "{\"openid\":\"o-1\",\"form_id\":\"" + formId + "\"}").statusCode()).isEqualTo(201);
        assertThat(gateway.post("/v1/apps/" + app + "/notifications", "{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":{}}").statusCode()).isEqualTo(202);
        await().atMost(LONG).until(() -> simulator.platform().messages(app, 0).size() == 1);
    }

    private void awaitWarning(String part) {
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.getManagement("/health/ready").body()).contains(part));
    }

    @Test
    void aSecretIsMendedAndAnAppComes() throws Exception {
        simulator.platform().registerTemplates(APP, List.of("T"));
        simulator.platform().registerTemplates(OTHER, List.of("T"));
        await().atMost(LONG).until(() -> gateway.count("SELECT failures FROM token WHERE app_id = '" + APP + "'") > 0);
        assertThat(gateway.post("/v1/apps/" + OTHER + "/notifications", "{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":{}}").statusCode()).isEqualTo(404);

        write("minipush.apps." + APP + ".secret=" + SECRET);
        sendOne(APP);

        write("minipush.apps." + APP + ".secret=" + SECRET, "minipush.apps." + OTHER + ".secret=" + OTHER_SECRET);
        await().atMost(LONG).until(() -> gateway.get("/v1/apps/" + OTHER).statusCode() == 200);
        assertThat(gateway.getManagement("/metrics").body()).as("counters begin at 0, so that an alarm sees the first failure")
                .contains("minipush_notifications_total{app=\"" + OTHER + "\",state=\"failed\"} 0.0");
        sendOne(OTHER);
        assertThat(gateway.getManagement("/metrics").body()).contains("minipush_token_age_seconds{app=\"" + OTHER + "\"}");
    }

    @Test
    void whatIsWrongLeavesEverythingAsItWasAndIsTold() throws Exception {
        write("minipush.apps." + APP + ".secret=" + SECRET, "minipush.apps." + OTHER + ".secret=");
        awaitWarning("minipush.apps." + OTHER + ".secret: is missing or empty");
        write("minipush.apps." + APP + ".secret=" + SECRET, "minipush.apps." + OTHER + ".secret=" + OTHER_SECRET, "minipush.apps." + OTHER + ".platform=nowhere");
        awaitWarning("minipush.apps." + OTHER + ".platform: ");
        assertThat(gateway.getManagement("/health/ready").body()).doesNotContain(OTHER_SECRET).doesNotContain(SECRET);
        Files.delete(config);
        awaitWarning("cannot read the file");
        assertThat(gateway.get("/v1/apps/" + OTHER).statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/apps/" + APP).statusCode()).isEqualTo(200);

        write("minipush.apps." + OTHER + ".secret=" + OTHER_SECRET);
        await().atMost(LONG).until(() -> gateway.get("/v1/apps/" + OTHER).statusCode() == 200);
        assertThat(gateway.get("/v1/apps/" + APP).statusCode()).as("an app that is taken out is served until the next start").isEqualTo(200);
        await().atMost(LONG).untilAsserted(() -> assertThat(gateway.getManagement("/health/ready").body()).doesNotContain("the settings of the apps are wrong"));
    }
}
