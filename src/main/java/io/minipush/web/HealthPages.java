package io.minipush.web;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.health.Readiness;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What probes and scrapers ask for, without a key: health and figures. Everything else is left to the next handler. */
final class HealthPages extends Handler.Abstract {

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String METRICS = "/metrics";
    private static final Set<String> PATHS = Set.of(LIVE, READY, METRICS);
    private static final String JSON = "application/json";

    private final Readiness readiness;
    private final Meters meters;

    HealthPages(Readiness readiness, Meters meters) {
        this.readiness = readiness;
        this.meters = meters;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!PATHS.contains(path)) {
            return false;
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            Servers.answer(response, callback, 405, Problem.MEDIA_TYPE, Problem.of(405, null).body());
        } else if (path.equals(METRICS)) {
            Servers.answer(response, callback, 200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape().getBytes(StandardCharsets.UTF_8));
        } else if (path.equals(LIVE)) {
            Servers.answer(response, callback, 200, JSON, "{\"status\":\"live\"}".getBytes(StandardCharsets.UTF_8));
        } else {
            ready(response, callback);
        }
        return true;
    }

    private void ready(Response response, Callback callback) {
        String status = readiness.status();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", status);
        ArrayNode warnings = answer.putArray("warnings");
        readiness.warnings().forEach(warnings::add);
        Servers.answer(response, callback, status.equals("ready") ? 200 : 503, JSON, answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
