package io.minipush.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.gateway.Gateway;
import io.minipush.settings.SettingsReader;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.simulator.push.Callback;

/** The real gateway on an H2 file, the simulated platform behind it, and those who use its doors. */
final class Stage implements AutoCloseable {

    static final String APP = SimulatorOptions.DEFAULT_APPID;

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the platform's console would show under message push. */
    private static final String EVENT_TOKEN = "token-of-the-demo";
    private static final String EVENT_AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String database;
    private final Simulator simulator;
    private final Gateway gateway;
    private final Doors doors;

    Stage(Path home) throws Exception {
        database = "jdbc:h2:file:" + home.resolve("minipush") + ";WRITE_DELAY=0";
        simulator = Simulator.start(SimulatorOptions.defaults());
        try {
            gateway = Gateway.start(SettingsReader.read(Map.ofEntries(
                    Map.entry("MINIPUSH_HOME", home.toString()),
                    Map.entry("MINIPUSH_HTTP_PORT", "0"),
                    Map.entry("MINIPUSH_MANAGEMENT_PORT", "0"),
                    Map.entry("MINIPUSH_JMS_PORT", "0"),
                    Map.entry("MINIPUSH_JMS_OUTCOMES", "true"),
                    Map.entry("MINIPUSH_DB_URL", database),
                    Map.entry("MINIPUSH_WECHAT_URL", simulator.url().toString()),
                    Map.entry("MINIPUSH_APP_ID", APP),
                    Map.entry("MINIPUSH_APP_SECRET", SimulatorOptions.DEFAULT_SECRET),
                    Map.entry("MINIPUSH_EVENT_TOKEN", EVENT_TOKEN),
                    Map.entry("MINIPUSH_EVENT_AES_KEY", EVENT_AES_KEY),
                    // At midnight in production; nobody wants to wait for that here.
                    Map.entry("MINIPUSH_PURGE_CRON", "0/2 * * * * ?"))));
        } catch (Exception e) {
            simulator.close();
            throw e;
        }
        platform().events().callback(APP, Callback.safe("http://127.0.0.1:" + gateway.apiPort() + "/v1/apps/{appid}/events", EVENT_TOKEN, EVENT_AES_KEY));
        try {
            doors = new Doors(home.resolve("inbox").resolve(APP), gateway.jmsPort().orElseThrow(() -> new Story.NotAsTold("the broker did not start")));
        } catch (Exception e) {
            gateway.close();
            simulator.close();
            throw e;
        }
    }

    /** Those beside HTTP. */
    Doors doors() {
        return doors;
    }

    SimulatedPlatform platform() {
        return simulator.platform();
    }

    /** An answer of the gateway. */
    record Reply(int status, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    Reply get(String path) throws IOException, InterruptedException {
        return get(gateway.apiPort(), path);
    }

    private Reply get(int port, String path) throws IOException, InterruptedException {
        return call(request(port, path).GET());
    }

    Reply post(String path, Object body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(gateway.apiPort(), path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return call(headers.length == 0 ? request : request.headers(headers));
    }

    static String json(Object body) throws IOException {
        return JSON.writeValueAsString(body);
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(40));
    }

    private Reply call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    interface Condition {
        boolean isMet() throws Exception;
    }

    /** Waits for a notification to get there; how it then is. */
    JsonNode awaitState(String id, String state) throws Exception {
        await("notification " + id + " to be " + state, () -> notification(id).path("state").asText().equals(state));
        return notification(id);
    }

    void awaitNone(String what, String count) throws Exception {
        await(what + " to be gone", () -> count(count) == 0);
    }

    void awaitToken() throws Exception {
        await("a fresh token", () -> get("/v1/apps/" + APP + "/token").json().path("state").asText().equals("fresh"));
    }

    static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.isMet()) {
            if (System.nanoTime() > deadline) {
                throw new Story.NotAsTold("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
            }
            Thread.sleep(20);
        }
    }

    /** Waits until this is what the metrics say. */
    void awaitMetric(String name, String tag, double value) throws Exception {
        await(name + " of " + tag + " to be " + value, () -> get(gateway.managementPort(), "/metrics").body().lines()
                .filter(line -> line.startsWith(name) && line.contains(tag)).mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum() == value);
    }

    JsonNode notification(String id) throws IOException, InterruptedException {
        return get("/v1/notifications/" + id).json();
    }

    /** What the database says, beside the gateway. */
    long count(String select) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                ResultSet rows = connection.createStatement().executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() {
        doors.close();
        gateway.close();
        simulator.close();
    }
}
