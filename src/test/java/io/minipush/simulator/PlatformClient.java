package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls a simulator over real HTTP, as a careful client would. */
final class PlatformClient {
    static final String APP = "wx1111111111111111";
    static final String SECRET = "first-secret-of-a-test";
    static final String OTHER_APP = "wx2222222222222222";
    static final String OTHER_SECRET = "second-secret-of-a-test";
    static final String SEND = "/cgi-bin/message/wxopen/template/send";
    static final String SUBSCRIBE_SEND = "/cgi-bin/message/subscribe/send";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;

    PlatformClient(Simulator simulator) {
        base = simulator.url();
    }

    static Simulator startSimulator() {
        try {
            return Simulator.start(SimulatorOptions.defaults().withSeed(7).withApp(APP, SECRET).withApp(OTHER_APP, OTHER_SECRET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(base.resolve(pathAndQuery)).timeout(Duration.ofSeconds(10));
    }

    HttpRequest.Builder get(String pathAndQuery) {
        return request(pathAndQuery).GET();
    }

    HttpRequest.Builder post(String pathAndQuery, String body) {
        return request(pathAndQuery).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<HttpResponse<String>> exchangeLater(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
    }

    JsonNode json(HttpRequest.Builder request) {
        try {
            return JSON.readTree(exchange(request).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int errcode(HttpRequest.Builder request) {
        return json(request).path("errcode").asInt(0);
    }

    static String tokenQuery(String appid, String secret) {
        return "/cgi-bin/token?grant_type=client_credential&appid=" + appid + "&secret=" + secret;
    }

    String classicToken() {
        return json(get(tokenQuery(APP, SECRET))).path("access_token").asText();
    }

    HttpRequest.Builder stable(boolean force) {
        return post("/cgi-bin/stable_token", "{\"grant_type\":\"client_credential\",\"appid\":\"" + APP + "\",\"secret\":\"" + SECRET
                + "\",\"force_refresh\":" + force + "}");
    }

    String stableToken() {
        return json(stable(false)).path("access_token").asText();
    }

    HttpRequest.Builder send(String token, JsonNode body) {
        return post(SEND + "?access_token=" + token, body.toString());
    }

    HttpRequest.Builder subscribeSend(String token, JsonNode body) {
        return post(SUBSCRIBE_SEND + "?access_token=" + token, body.toString());
    }

    /** A message of the template {@link DefaultTemplates#PICKUP}. */
    static ObjectNode subscribeMessage(String touser, String text) {
        ObjectNode body = JSON.createObjectNode().put("touser", touser).put("template_id", DefaultTemplates.PICKUP)
                .put("page", "index?foo=bar").put("miniprogram_state", "formal").put("lang", "zh_CN");
        ObjectNode data = body.putObject("data");
        data.putObject("thing1").put("value", text);
        data.putObject("time2").put("value", "15:01");
        data.putObject("thing3").put("value", "请到店取餐");
        return body;
    }

    static ObjectNode message(String touser, String formId, String text) {
        ObjectNode body = JSON.createObjectNode().put("touser", touser).put("template_id", "tmpl-1").put("page", "index?foo=bar")
                .put("form_id", formId);
        body.putObject("data").putObject("keyword1").put("value", text);
        return body.put("emphasis_keyword", "keyword1.DATA");
    }
}
