package io.minipush.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A running gateway, by its API. Whatever goes wrong is one line for a person, as a {@link CliFault}. */
final class GatewayClient {

    /** What was answered: as it came, and read. */
    record Answer(String text, JsonNode json) {
    }

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** A retry of very many is one request. */
    private static final Duration LONG_ANSWER = Duration.ofHours(2);
    private static final int LONGEST_NAME = 64;

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
    private final URI base;
    private final Optional<String> key;

    GatewayClient(String url, Optional<String> key) {
        this.base = base(url);
        this.key = key;
    }

    private static URI base(String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (uri.getHost() != null && (uri.getScheme().equals("http") || uri.getScheme().equals("https"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new CliFault(CliFault.USAGE, "--url must be like http://127.0.0.1:8080");
    }

    /** @param path begins with /v1 and is encoded */
    Answer get(String path) {
        return send(request(path).timeout(ANSWER).GET());
    }

    /** @param body JSON, or null */
    Answer post(String path, JsonNode body) {
        return send(post(path, body, ANSWER));
    }

    /** A request that may take very long. */
    Answer postLong(String path, JsonNode body) {
        return send(post(path, body, LONG_ANSWER));
    }

    ObjectMapper mapper() {
        return mapper;
    }

    /** {@code /v1/notifications/…} of an id that somebody typed. */
    static String notification(String id) {
        if (!id.matches("[0-9A-Za-z]{26}")) {
            throw new CliFault(CliFault.USAGE, "'" + id.replaceAll("[^ -~]", "?") + "' is not the id of a notification");
        }
        return "/v1/notifications/" + id;
    }

    /** For a place in a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder post(String path, JsonNode body, Duration timeout) {
        HttpRequest.Builder request = request(path).timeout(timeout).header("Minipush-Operator", operator());
        return body == null ? request.POST(HttpRequest.BodyPublishers.noBody())
                : request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json");
        try {
            key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        } catch (IllegalArgumentException e) {
            throw new CliFault(CliFault.USAGE, "the key has characters that no key can have");
        }
        return request;
    }

    /** Who does it, as the operating system knows him. */
    private static String operator() {
        String name = System.getProperty("user.name", "").replaceAll("[^ -~]", "?").strip();
        return name.isEmpty() ? "unknown" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() >= 400) {
                throw refused(response);
            }
            return new Answer(response.body(), mapper.readTree(response.body()));
        } catch (HttpTimeoutException e) {
            throw new CliFault(CliFault.NOT_REACHABLE, "the gateway at " + base + " does not answer in time");
        } catch (ConnectException e) {
            throw new CliFault(CliFault.NOT_REACHABLE, "no gateway at " + base + ": is it running? --url says where, or MINIPUSH_HTTP_HOST and _PORT");
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new CliFault(CliFault.NOT_REACHABLE, "what answers at " + base + " is no gateway");
        } catch (IOException e) {
            throw new CliFault(CliFault.NOT_REACHABLE, "the connection to " + base + " was lost" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliFault(CliFault.NOT_REACHABLE, "interrupted");
        }
    }

    private CliFault refused(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 401) {
            return new CliFault(CliFault.REFUSED, (key.isPresent() ? "the gateway does not know this key" : "the gateway wants a key")
                    + ": --key, MINIPUSH_API_KEY or MINIPUSH_API_KEY_FILE");
        }
        String said = said(response.body());
        if (said == null || status == 404 && said.isEmpty()) {
            return new CliFault(CliFault.NOT_REACHABLE, "what answers at " + base + " is no gateway's API, or that of an older one (HTTP " + status + ")");
        }
        if (said.isEmpty()) {
            return new CliFault(CliFault.REFUSED, "the gateway refused the request (HTTP " + status + ")");
        }
        return new CliFault(status == 503 ? CliFault.NOT_REACHABLE : CliFault.REFUSED, said);
    }

    /** The problem in one line, empty if it says nothing; null if it is none. */
    private String said(String body) {
        try {
            JsonNode problem = mapper.readTree(body);
            String errors = StreamSupport.stream(problem.path("errors").spliterator(), false)
                    .map(error -> (error.path("pointer").asText().replaceFirst("^/", "") + " " + error.path("detail").asText()).strip())
                    .collect(Collectors.joining("; "));
            return !problem.has("status") ? null : errors.isEmpty() ? problem.path("detail").asText("") : errors;
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            return null;
        }
    }
}
