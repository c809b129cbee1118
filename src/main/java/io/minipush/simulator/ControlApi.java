package io.minipush.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of the controls. Runs on threads of its own kind, so that a hundred thousand formIds do not hold up the platform. */
final class ControlApi {
    private static final Logger LOG = LoggerFactory.getLogger(ControlApi.class);
    private static final int LARGEST_BODY = 64 * 1024 * 1024;

    private final SimulatedPlatform platform;
    private final VerbTable verbs = new VerbTable();

    ControlApi(SimulatedPlatform platform) {
        this.platform = platform;
        new ControlVerbs(verbs, platform);
        new SubscribeVerbs(verbs, platform.subscriptions());
        new PushVerbs(verbs, platform.events());
    }

    void handle(String path, Request request, Response response, Callback callback) {
        Executor executor = request.getComponents().getExecutor();
        Content.Source.asByteArrayAsync(request, LARGEST_BODY).whenComplete((body, failure) -> {
            if (failure != null) {
                callback.failed(failure);
            } else {
                executor.execute(() -> answer(path, body, request, response, callback));
            }
        });
    }

    private void answer(String path, byte[] body, Request request, Response response, Callback callback) {
        try {
            Fields query = Request.extractQueryParameters(request);
            String call = request.getMethod() + " " + path.replaceFirst("/+$", "");
            if (call.equals("GET /simulator")) {
                write(response, callback, 200, "text/plain;charset=utf-8", manual());
            } else if (call.equals("GET /simulator/messages")) {
                writeMessages(query, response, callback);
            } else if (call.equals("GET /simulator/subscribe-messages")) {
                writeReceived(query, response, callback);
            } else {
                VerbTable.Verb verb = verbs.find(call);
                if (verb == null) {
                    write(response, callback, 404, problem("no such call; GET /simulator/ lists them"));
                } else {
                    write(response, callback, 200, ControlJson.write(verb.run(body, query)));
                }
            }
        } catch (IllegalArgumentException e) {
            write(response, callback, 400, problem(e.getMessage()));
        } catch (Exception e) {
            LOG.error("The control call {} {} has failed", request.getMethod(), path, e);
            callback.failed(e);
        }
    }

    private void writeMessages(Fields query, Response response, Callback callback) throws IOException {
        var entries = platform.messageEntries(query.getValue("appid"), number(query.getValue("from")));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            ControlJson.writeLines(entries, out);
        }
        callback.succeeded();
    }

    private void writeReceived(Fields query, Response response, Callback callback) throws IOException {
        var messages = platform.subscriptions().messages(query.getValue("appid"), number(query.getValue("from")));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            for (ReceivedMessage message : messages) {
                out.write(ControlJson.write(message));
                out.write('\n');
            }
        }
        callback.succeeded();
    }

    private static long number(String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("from is a number");
        }
    }

    private static byte[] problem(String reason) {
        return ControlJson.write(Map.of("error", reason == null ? "bad request" : reason));
    }

    private static byte[] manual() throws IOException {
        try (var in = ControlApi.class.getResourceAsStream("control-api.txt")) {
            return in == null ? "see package io.minipush.simulator\n".getBytes(StandardCharsets.UTF_8) : in.readAllBytes();
        }
    }

    private static void write(Response response, Callback callback, int status, byte[] json) {
        write(response, callback, status, "application/json", json);
    }

    private static void write(Response response, Callback callback, int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
