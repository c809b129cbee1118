package io.minipush.web;

import java.nio.ByteBuffer;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what the web server itself refuses: paths that nobody serves, methods, malformed and oversized requests. Where an SDK takes the
 * gateway for WeChat, in WeChat's words.
 */
final class ProblemHandler implements Request.Handler {

    private static final String SOON = "2";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object error = request.getAttribute(ErrorHandler.ERROR_STATUS);
        int status = error instanceof Integer code ? code : response.getStatus();
        Doorkeeper.mark(response.getHeaders());
        if (SdkRefusal.has(request.getHttpURI().getCanonicalPath())) {
            SdkRefusal refusal = SdkRefusal.of(status);
            return answer(response, refusal.status(), SdkAnswers.JSON, refusal.body(), callback);
        }
        if (status == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, SOON);
        }
        if (request.getAttribute(DoorServlet.ALLOWED) instanceof String allowed) {
            response.getHeaders().put(HttpHeader.ALLOW, allowed);
        }
        return answer(response, status, Problem.MEDIA_TYPE, Problem.of(status, null).body(), callback);
    }

    /**
     * Who has gone away is answered too, as far as the servlets know: of an error that cannot be written they would never end the request
     * (Jetty 12.1), and its place among those that are served at a time would be lost for good.
     */
    private static boolean answer(Response response, int status, String type, byte[] body, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), Callback.from(callback::succeeded, gone -> callback.succeeded()));
        return true;
    }
}
