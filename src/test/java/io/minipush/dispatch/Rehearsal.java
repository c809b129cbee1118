package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.TestSettings;
import io.minipush.drill.EmbeddedDatabase;
import io.minipush.simulator.AcceptedMessage;
import io.minipush.simulator.FormGrant;
import io.minipush.simulator.FormKind;
import io.minipush.simulator.Scoreboard;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;

/** Gateways on one database, the simulated platform behind them, users and producers in front: everything over HTTP. */
final class Rehearsal implements AutoCloseable {

    static final String APP = TestSettings.APP;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedDatabase.Login login;
    private final Simulator simulator;
    private final List<RunningGateway> nodes = new ArrayList<>();

    private Rehearsal(EmbeddedDatabase.Login login) throws Exception {
        this.login = login;
        this.simulator = Simulator.start(SimulatorOptions.defaults());
    }

    static Rehearsal on(Dialect dialect, String... settings) throws Exception {
        return on(TestDatabases.create(dialect), settings);
    }

    static Rehearsal on(EmbeddedDatabase.Login login, String... settings) throws Exception {
        Rehearsal rehearsal = new Rehearsal(login);
        rehearsal.startNode(settings);
        return rehearsal;
    }

    RunningGateway startNode(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("MINIPUSH_WECHAT_URL", simulator.url().toString()));
        all.addAll(List.of(settings));
        RunningGateway node = RunningGateway.on(login, all.toArray(String[]::new));
        nodes.add(node);
        return node;
    }

    /** Stops the first node. */
    void stopNode() {
        nodes.remove(0).close();
    }

    RunningGateway node() {
        return nodes.get(0);
    }

    SimulatedPlatform platform() {
        return simulator.platform();
    }

    Scoreboard score() {
        return platform().scoreboard(APP);
    }

    static List<String> users(int count) {
        return IntStream.range(0, count).mapToObj(i -> "o-user-" + i).toList();
    }

    /** Each user submits forms; nothing is collected yet. */
    List<FormGrant> submit(Collection<String> users, int each) {
        return platform().issueForms(APP, users, each, FormKind.FORM, Duration.ZERO);
    }

    /** The mini program hands formIds to the gateway. Returns how many were new. */
    int collect(List<FormGrant> forms) throws Exception {
        int stored = 0;
        for (int from = 0; from < forms.size(); from += 1000) {
            List<Map<String, String>> items = forms.subList(from, Math.min(forms.size(), from + 1000)).stream()
                    .map(form -> Map.of("openid", form.openid(), "form_id", form.formId())).toList();
            stored += RunningGateway.json(node().post(RunningGateway.FORM_IDS, JSON.writeValueAsString(items))).path("stored").asInt();
        }
        return stored;
    }

    /** A producer sends one message to each of the users, in order. Returns the notifications' ids. */
    List<String> send(List<String> users, String what) throws Exception {
        return send(users, what, Map.of());
    }

    /** @param more further fields of each message */
    List<String> send(List<String> users, String what, Map<String, ?> more) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int from = 0; from < users.size(); from += 1000) {
            List<Map<String, Object>> items = new ArrayList<>();
            for (int i = from; i < Math.min(users.size(), from + 1000); i++) {
                Map<String, Object> item = new TreeMap<>(message(users.get(i), what + " " + i));
                item.putAll(more);
                items.add(item);
            }
            var answer = node().post(RunningGateway.NOTIFICATIONS, JSON.writeValueAsString(items));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            RunningGateway.json(answer).path("ids").forEach(id -> ids.add(id.asText()));
        }
        return ids;
    }

    String sendOne(String user, String what) throws Exception {
        var answer = node().post(RunningGateway.NOTIFICATIONS, JSON.writeValueAsString(message(user, what + " to " + user)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return RunningGateway.json(answer).path("id").asText();
    }

    private static Map<String, Object> message(String user, String what) {
        return Map.of("touser", user, "template_id", "AT1633", "data", Map.of("keyword1", Map.of("value", what)));
    }

    JsonNode notification(String id) throws Exception {
        return RunningGateway.json(node().get("/v1/notifications/" + id));
    }

    void awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            JsonNode present = notification(id);
            assertThat(present.path("state").asText()).as(present.toString()).isEqualTo(state);
        });
    }

    /** How many notifications are in each state, at one moment. */
    Map<String, Long> states() throws Exception {
        Map<String, Long> states = new TreeMap<>();
        try (Connection connection = node().connect();
                ResultSet rows = connection.createStatement().executeQuery("SELECT state, count(*) FROM notification GROUP BY state")) {
            while (rows.next()) {
                states.put(rows.getString(1), rows.getLong(2));
            }
        }
        return states;
    }

    void awaitStates(Map<String, Long> expected, Duration longest) {
        await().atMost(longest).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(states()).isEqualTo(expected));
    }

    /** The platform got every message once, each with a formId of its own user, and saw no rule broken. */
    void assertEachOnce(int messages) {
        List<AcceptedMessage> accepted = platform().messages(APP, 0);
        assertThat(accepted).hasSize(messages);
        assertThat(accepted.stream().map(AcceptedMessage::data).distinct().count()).as("different messages").isEqualTo(messages);
        assertThat(accepted.stream().map(AcceptedMessage::formId).distinct().count()).as("different formIds").isEqualTo(messages);
        assertThat(score().breaches()).isEmpty();
        assertThat(score().sentTwice()).as("sent twice").isZero();
    }

    @Override
    public void close() {
        nodes.forEach(RunningGateway::close);
        simulator.close();
    }
}
