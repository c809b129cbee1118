package io.minipush.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** The door for operators: health and metrics, on a server of its own that a flood at the API does not reach. */
public final class ManagementServer implements AutoCloseable {

    private static final int THREADS = 16;
    private static final String JSON = "application/json";

    private final Server server;

    private ManagementServer(Server server) {
        this.server = server;
    }

    /**
     * Opens the door; it may be open before anything else runs.
     *
     * @throws io.minipush.settings.InvalidSetting if the port is taken
     */
    public static ManagementServer open(Settings settings, Readiness readiness, Meters meters) throws Exception {
        return new ManagementServer(Servers.open("management", THREADS, settings.management(), Setting.MANAGEMENT_PORT, new Pages(readiness, meters)));
    }

    /** The port it really listens on. */
    public int port() {
        return Servers.port(server);
    }

    @Override
    public void close() {
        Servers.close(server);
    }

    private static final class Pages extends Handler.Abstract {

        private final Readiness readiness;
        private final Meters meters;

        Pages(Readiness readiness, Meters meters) {
            this.readiness = readiness;
            this.meters = meters;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = Request.getPathInContext(request);
            boolean known = path.equals("/health/live") || path.equals("/health/ready") || path.equals("/metrics");
            if (!known) {
                answer(response, callback, 404, Problem.MEDIA_TYPE, Problem.of(404, null).body());
            } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
                response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
                answer(response, callback, 405, Problem.MEDIA_TYPE, Problem.of(405, null).body());
            } else if (path.equals("/metrics")) {
                answer(response, callback, 200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape().getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/health/live")) {
                answer(response, callback, 200, JSON, "{\"status\":\"live\"}".getBytes(StandardCharsets.UTF_8));
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
            answer(response, callback, status.equals("ready") ? 200 : 503, JSON, answer.toString().getBytes(StandardCharsets.UTF_8));
        }

        private static void answer(Response response, Callback callback, int status, String type, byte[] body) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            response.write(true, ByteBuffer.wrap(body), callback);
        }
    }
}
