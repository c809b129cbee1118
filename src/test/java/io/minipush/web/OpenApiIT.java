package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.FORM_IDS;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.minipush.access.GuessThrottle;
import io.minipush.access.KeysEditor;
import io.minipush.access.Role;
import io.minipush.events.PlatformSender;
import io.minipush.storage.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The written contract against the running gateway. */
class OpenApiIT {

    private static final String GOOD = "{\"touser\":\"o1\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}";
    private static final String FORM_ID = "{\"openid\":\"o1\",\"form_id\":\"F1\"}";
    private static final String SUBSCRIPTIONS = "/v1/apps/" + APP + "/subscriptions";
    private static final String SUBSCRIBED = "{\"openid\":\"o1\",\"accepted\":[\"T\"],\"rejected\":[\"U\"],\"event_id\":\"e1\"}";
    private static final String[] KEY = {"Authorization", "Bearer k"};

    @TempDir
    private static Path folder;
    private static final String EVENT_TOKEN = "not-a-real-token";

    private static RunningGateway gateway;
    private static JsonNode contract;

    private final Set<String> seen = new TreeSet<>();

    @BeforeAll
    static void start() throws Exception {
        contract = new ObjectMapper(new YAMLFactory()).readTree(OpenApiIT.class.getResourceAsStream("/openapi/minipush.yaml"));
        Path keys = folder.resolve("keys.yaml");
        new KeysEditor(keys).add(KeysEditor.keyOf("low", "low", Set.of(Role.TOKEN), Set.of(), false), "2026-01-01", null);
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", "k", "MINIPUSH_KEYS_FILE", keys.toString(), "MINIPUSH_EVENT_TOKEN", EVENT_TOKEN);
        gateway.holdSender();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theContractNamesTheVerbsThatTheRoutesServe() throws Exception {
        Set<String> written = new TreeSet<>();
        contract.get("paths").fields().forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(verb -> {
            if (!verb.equals("parameters")) {
                written.add(verb + " " + path.getKey());
            }
        }));
        JsonNode routes = new ObjectMapper(new YAMLFactory()).readTree(OpenApiIT.class.getResourceAsStream("/routes/rest-api.camel.yaml"));
        Set<String> served = new TreeSet<>();
        for (JsonNode part : routes) {
            for (String verb : List.of("get", "post", "put", "patch", "delete", "head")) {
                part.path("rest").path(verb).forEach(one -> served.add(verb + " /v1" + one.get("path").textValue()));
            }
        }
        assertThat(written).isEqualTo(served).isNotEmpty();
    }

    @Test
    void everyAnswerIsOneThatTheContractDescribes() throws Exception {
        check("/v1/apps", gateway.get("/v1/apps", KEY));
        check("/v1/apps", gateway.get("/v1/apps"));
        String formIds = "/v1/apps/{appid}/form-ids";
        check(formIds, gateway.post(FORM_IDS, FORM_ID, KEY));
        check(formIds, gateway.post(FORM_IDS, "[" + FORM_ID + ", {}, {\"form_id\":\"the formId is a mock one\"}]", KEY));
        check(formIds, gateway.post(FORM_IDS, "{}", KEY));
        check(formIds, gateway.post(FORM_IDS, "{\"code\":\"c\",\"form_id\":\"F2\"}", KEY));
        String subscriptions = "/v1/apps/{appid}/subscriptions";
        check(subscriptions, gateway.post(SUBSCRIPTIONS, SUBSCRIBED, KEY));
        check(subscriptions, gateway.post(SUBSCRIPTIONS, SUBSCRIBED, KEY));
        check(subscriptions, gateway.post(SUBSCRIPTIONS, "{}", KEY));
        check("/v1/apps/{appid}/form-ids/stock", gateway.get(FORM_IDS + "/stock", KEY));
        check("/v1/apps/{appid}/form-ids/stock", gateway.get(FORM_IDS + "/stock?openid=%20", KEY));
        check("/v1/apps/{appid}/form-ids/stock", gateway.get(FORM_IDS + "/stock?template_id=T", KEY));
        check("/v1/apps/{appid}/form-ids/stock", gateway.get(FORM_IDS + "/stock?openid=o1&openid=o2", KEY));
        String notifications = "/v1/apps/{appid}/notifications";
        HttpResponse<String> accepted = gateway.post(NOTIFICATIONS, GOOD, KEY);
        check(notifications, accepted);
        check(notifications, gateway.post(NOTIFICATIONS, "[" + GOOD + ",{}]", KEY));
        check(notifications, gateway.post(NOTIFICATIONS, "[{},{\"priority\":\"high\"}]", KEY));
        check(notifications, gateway.post(NOTIFICATIONS, GOOD.replace("}}}", "}},\"lang\":\"zh_CN\"}"), KEY));
        String location = "/v1/notifications/" + json(accepted).get("id").textValue();
        gateway.update("UPDATE notification SET state = 'waiting'");
        check("/v1/notifications/{id}", gateway.get(location, KEY));
        gateway.update("UPDATE notification SET state = 'sent', evidence = 'inferred_41029', errcode = 41029, reason = 'used', sent_at = created_at, reference = 'r'");
        check("/v1/notifications/{id}", gateway.get(location, KEY));
        check("/v1/notifications/{id}", gateway.get("/v1/notifications/none", KEY));
        check("/v1/apps/{appid}/token", gateway.get("/v1/apps/" + APP + "/token", KEY));
        String[] keyed = {KEY[0], KEY[1], "Idempotency-Key", "k1", "Prefer", "wait=20"};
        gateway.post(NOTIFICATIONS, GOOD, KEY[0], KEY[1], "Idempotency-Key", "k1");
        gateway.update("UPDATE notification SET state = 'failed', errcode = 40037, reason = 'invalid template_id'");
        check(notifications, gateway.post(NOTIFICATIONS, GOOD, keyed));
        for (String path : List.of(formIds, subscriptions, notifications)) {
            String uri = path.replace("{appid}", APP);
            check(path, gateway.post(uri, "{", KEY));
            check(path, gateway.post(uri, GOOD));
            check(path, gateway.post(path.replace("{appid}", "wxOther"), GOOD, KEY));
            check(path, gateway.post(uri, GOOD.getBytes(StandardCharsets.UTF_8), "text/plain", KEY));
            check(path, gateway.post(uri, GOOD + " ".repeat(1 << 20), KEY));
        }
        for (String path : List.of("/v1/apps/{appid}/form-ids/stock", "/v1/apps/{appid}/token", "/v1/notifications/{id}")) {
            check(path, gateway.get(path.replace("{appid}", APP).replace("{id}", "x")));
            check(path, gateway.get(path.replace("{appid}", "wxOther").replace("{id}", "x"), KEY));
        }
        checkHands(json(accepted).get("id").textValue());
        checkRoles();
        checkEvents();
        checkGuesses();
        assertThat(written()).as("what is written but was not seen").allSatisfy(answer -> {
            if (!answer.endsWith(" 503")) {
                assertThat(seen).contains(answer);
            }
        });
    }

    /** A key with the role of none of them. */
    private void checkRoles() throws Exception {
        for (VerbsTest.Operation operation : VerbsTest.operations().filter(one -> !one.roles().isEmpty()).toList()) {
            HttpRequest.Builder request = RunningGateway.request(gateway.api(operation.path().replace("{appid}", APP)
                    .replace("{id}", "01ARZ3NDEKTSV4RRFFQ69G5FAV").replace("{template_id}", "T").replace("{openid}", "o1")), "Authorization", "Bearer low");
            check(operation.path(), RunningGateway.send(request.method(operation.method(), HttpRequest.BodyPublishers.noBody())));
        }
    }

    /** The last, since afterwards this address hears of no other key. */
    private void checkGuesses() throws Exception {
        for (int i = 0; i < GuessThrottle.MOST_WRONG; i++) {
            gateway.get("/v1/apps", "Authorization", "Bearer wrong" + i);
        }
        for (VerbsTest.Operation operation : VerbsTest.operations().filter(one -> !one.roles().isEmpty()).toList()) {
            HttpRequest.Builder request = RunningGateway.request(gateway.api(operation.path().replaceAll("[{}]", "")), "Authorization", "Bearer wrong");
            check(operation.path(), RunningGateway.send(request.method(operation.method(), HttpRequest.BodyPublishers.noBody())));
        }
    }

    /** The verbs of operators. */
    private void checkHands(String id) throws Exception {
        String app = "/v1/apps/{appid}";
        List<String> lists = List.of(app + "/notifications", app + "/audit", app + "/books", app + "/templates", app);
        for (String path : lists) {
            String uri = path.replace("{appid}", APP);
            check(path, gateway.get(uri, KEY));
            check(path, gateway.get(uri));
            check(path, gateway.get(path.replace("{appid}", "wxOther"), KEY));
            check(path, gateway.get(uri + "?nonsense=1", KEY));
        }
        check("/v1/apps", gateway.get("/v1/apps?nonsense=1", KEY));
        for (String path : List.of(app + "/notifications", app + "/audit")) {
            check(path, gateway.get(path.replace("{appid}", APP) + "?limit=1&limit=2", KEY));
        }
        for (String path : List.of("/v1/notifications/{id}/retry", "/v1/notifications/{id}/cancel")) {
            String uri = path.replace("{id}", id);
            gateway.update("UPDATE notification SET state = 'failed', ended_at = created_at");
            if (path.endsWith("cancel")) {
                gateway.update("UPDATE notification SET state = 'accepted', due_at = created_at, ended_at = NULL");
            }
            check(path, gateway.post(uri, "{}", KEY[0], KEY[1], "Minipush-Operator", "alice"));
            gateway.update("UPDATE notification SET state = 'sent'");
            check(path, gateway.post(uri, "{}", KEY));
            check(path, gateway.post(path.replace("{id}", "none"), "{}", KEY));
            checkFaults(path, uri);
        }
        for (String deed : List.of("/pause", "/resume", "/templates/{template_id}/hold", "/templates/{template_id}/release", "/notifications/retry", "/form-ids/stock")) {
            String path = app + deed;
            String uri = path.replace("{appid}", APP).replace("{template_id}", "T");
            String body = deed.equals("/notifications/retry") ? "{\"state\":\"expired\"}" : deed.equals("/form-ids/stock") ? "{\"openids\":[\"o1\",\"o2\"],\"template_id\":\"T\"}" : "{}";
            check(path, gateway.post(uri, body, KEY));
            check(path, gateway.post(path.replace("{appid}", "wxOther").replace("{template_id}", "T"), body, KEY));
            checkFaults(path, uri);
        }
        checkErasure(app + "/users/{openid}");
        check(app + "/audit", gateway.get(app.replace("{appid}", APP) + "/audit?limit=2", KEY));
    }

    private void checkErasure(String path) throws Exception {
        String uri = path.replace("{openid}", "o1");
        check(path, delete(uri.replace("{appid}", APP), KEY));
        check(path, delete(uri.replace("{appid}", APP)));
        check(path, delete(uri.replace("{appid}", APP) + "?a=1&a=2", KEY));
        check(path, delete(uri.replace("{appid}", APP) + "?nonsense=1", KEY));
        check(path, delete(uri.replace("{appid}", "wxOther"), KEY));
    }

    private static HttpResponse<String> delete(String uri, String... headers) throws Exception {
        return RunningGateway.send(RunningGateway.request(gateway.api(uri), headers).DELETE());
    }

    /** What the platform calls: it is answered in plain text, and refused like everybody. */
    private void checkEvents() throws Exception {
        String path = "/v1/apps/{appid}/events";
        String uri = path.replace("{appid}", APP) + "?";
        PlatformSender platform = new PlatformSender(APP, EVENT_TOKEN, Optional.empty());
        checkText(path, gateway.get(uri + platform.check("1")));
        check(path, gateway.get(uri));
        check(path, gateway.get(path.replace("{appid}", "wxOther")));
        for (String body : List.of("{}", "no event", " ".repeat(65 << 10))) {
            PlatformSender.Call call = platform.call(body);
            HttpResponse<String> answer = gateway.post(uri + call.query(), call.body(), "text/xml");
            if (answer.statusCode() == 200) {
                checkText(path, answer);
            } else {
                check(path, answer);
            }
        }
        check(path, gateway.post(uri, "{}"));
        check(path, gateway.post(path.replace("{appid}", "wxOther"), "{}"));
        check(path, gateway.post(uri, "{}", "Content-Encoding", "gzip"));
    }

    private void checkText(String path, HttpResponse<String> response) {
        String name = response.request().method().toLowerCase(java.util.Locale.ROOT) + " " + path + " " + response.statusCode();
        assertThat(response.headers().firstValue("Content-Type")).as(name).hasValue("text/plain");
        assertThat(contract.path("paths").path(path).path(name.split(" ")[0]).path("responses").path("200").path("content").has("text/plain")).as(name).isTrue();
        seen.add(name);
    }

    private void checkFaults(String path, String uri) throws Exception {
        check(path, gateway.post(uri, "{", KEY));
        check(path, gateway.post(uri, "{}"));
        check(path, gateway.post(uri, "{\"nonsense\":1}", KEY));
        check(path, gateway.post(uri, "{}".getBytes(StandardCharsets.UTF_8), "text/plain", KEY));
        check(path, gateway.post(uri, "{}" + " ".repeat(1 << 20), KEY));
    }

    private static List<String> written() {
        List<String> written = new ArrayList<>();
        contract.get("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(verb ->
                verb.getValue().path("responses").fieldNames().forEachRemaining(status -> written.add(verb.getKey() + " " + path.getKey() + " " + status))));
        return written;
    }

    private void check(String path, HttpResponse<String> response) throws Exception {
        HttpRequest request = response.request();
        String verb = request.method().toLowerCase(java.util.Locale.ROOT);
        String name = verb + " " + path + " " + response.statusCode();
        JsonNode described = resolve(contract.path("paths").path(path).path(verb).path("responses").path(Integer.toString(response.statusCode())));
        assertThat(described.isObject()).as(name + " is not in the contract: " + response.body()).isTrue();
        String type = response.headers().firstValue("Content-Type").orElse("");
        JsonNode schema = described.path("content").path(type).path("schema");
        assertThat(schema.isObject()).as(name + " with " + type).isTrue();
        ObjectNode whole = schema.deepCopy();
        whole.set("components", contract.get("components"));
        JsonSchema validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
        assertThat(validator.validate(json(response))).as(name + ": " + response.body()).isEmpty();
        described.path("headers").fieldNames().forEachRemaining(header -> {
            if (header.equals("Retry-After") || header.equals("WWW-Authenticate")) {
                assertThat(response.headers().firstValue(header)).as(name + " has " + header).isPresent();
            }
        });
        seen.add(name);
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").textValue().substring(1)) : node;
    }
}
