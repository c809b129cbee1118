package io.minipush.simulator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between Jetty and the simulated platform: reads a request whole without blocking a thread, and writes or cuts. */
final class PlatformHandler extends Handler.Abstract.NonBlocking {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformHandler.class);
    private static final int LARGEST_BODY = 2 * 1024 * 1024;

    private final FrontDoor door;
    private final ControlApi control;

    PlatformHandler(FrontDoor door, ControlApi control) {
        this.door = door;
        this.control = control;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (path.equals("/simulator") || path.startsWith("/simulator/")) {
            control.handle(path, request, response, callback);
            return true;
        }
        Content.Source.asByteArrayAsync(request, LARGEST_BODY).whenComplete((body, failure) -> {
            if (failure != null) {
                callback.failed(failure);
                return;
            }
            try {
                door.arrive(call(path, request, body), new JettyLine(request, response, callback));
            } catch (RuntimeException e) {
                LOG.error("The simulator itself has failed on {} {}", request.getMethod(), path, e);
                callback.failed(e);
            }
        });
        return true;
    }

    private static PlatformCall call(String path, Request request, byte[] body) {
        List<Header> headers = new ArrayList<>(request.getHeaders().size());
        for (HttpField field : request.getHeaders()) {
            headers.add(new Header(field.getName(), field.getValue()));
        }
        Map<String, String> params = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            params.put(field.getName(), field.getValue());
        }
        boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        return new PlatformCall(Api.ofPath(path), request.getMethod(), path, request.getHttpURI().getQuery(), params, headers,
                chunked, body);
    }

    private record JettyLine(Request request, Response response, Callback callback) implements Line {
        @Override
        public void answer(Answer answer, Runnable lost) {
            response.setStatus(answer.status());
            if (answer.contentType() != null) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            }
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
            response.write(true, ByteBuffer.wrap(answer.body()), Callback.from(callback::succeeded, failure -> {
                lost.run();
                callback.failed(failure);
            }));
        }

        @Override
        public void cut() {
            EofException reason = new EofException("cut by a fault");
            request.getConnectionMetaData().getConnection().getEndPoint().close(reason);
            callback.failed(reason);
        }
    }
}
