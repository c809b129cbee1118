package io.minipush.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.TestSettings;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.gateway.Gateway;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;

/** A gateway on a new database, and a caller in front of its doors. */
public final class RunningGateway implements AutoCloseable {

    public static final String APP = TestSettings.APP;
    public static final String NOTIFICATIONS = "/v1/apps/" + APP + "/notifications";
    public static final String FORM_IDS = "/v1/apps/" + APP + "/form-ids";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Map<Dialect, RunningGateway> SHARED = new EnumMap<>(Dialect.class);

    private final EmbeddedDatabase.Login login;
    private final Gateway gateway;

    private RunningGateway(EmbeddedDatabase.Login login, Gateway gateway) {
        this.login = login;
        this.gateway = gateway;
    }

    public static RunningGateway on(Dialect dialect, String... settings) throws Exception {
        return on(TestDatabases.create(dialect), settings);
    }

    /** One for all tests of this JVM that do not mind each other; its sender is held, so that what is taken in stays as it is. */
    public static synchronized RunningGateway shared(Dialect dialect) throws Exception {
        RunningGateway gateway = SHARED.get(dialect);
        if (gateway == null) {
            gateway = on(dialect);
            gateway.holdSender();
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
            SHARED.put(dialect, gateway);
        }
        return gateway;
    }

    public void holdSender() throws SQLException {
        update("UPDATE app SET hold_until = TIMESTAMP '2099-01-01 00:00:00'");
    }

    /** @param settings names and values in turn */
    public static RunningGateway on(EmbeddedDatabase.Login login, String... settings) throws Exception {
        TestSettings with = TestSettings.on(login);
        for (int i = 0; i < settings.length; i += 2) {
            with.with(settings[i], settings[i + 1]);
        }
        return new RunningGateway(login, Gateway.start(with.read()));
    }

    public Gateway gateway() {
        return gateway;
    }

    public URI api(String path) {
        return URI.create("http://127.0.0.1:" + gateway.apiPort() + path);
    }

    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + gateway.managementPort() + path);
    }

    /** @param headers names and values in turn */
    public HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(api(path), headers).GET());
    }

    public HttpResponse<String> getManagement(String path) throws Exception {
        return send(request(management(path)).GET());
    }

    public HttpResponse<String> post(String path, String json, String... headers) throws Exception {
        return post(path, json.getBytes(StandardCharsets.UTF_8), "application/json", headers);
    }

    public HttpResponse<String> post(String path, byte[] body, String type, String... headers) throws Exception {
        HttpRequest.Builder request = request(api(path), headers).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return send(request);
    }

    public static HttpRequest.Builder request(URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** The first column of the first row. */
    public Object query(String sql) throws SQLException {
        try (Connection connection = connect(); ResultSet rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getObject(1) : null;
        }
    }

    public long count(String sql) throws SQLException {
        Object value = query(sql);
        return value == null ? 0 : ((Number) value).longValue();
    }

    public int update(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return connection.createStatement().executeUpdate(sql);
        }
    }

    /** To the gateway's database; for the caller to close. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(login.url(), login.user(), login.password());
    }

    @Override
    public void close() {
        gateway.close();
    }
}
