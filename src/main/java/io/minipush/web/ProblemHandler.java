package io.minipush.web;

import java.nio.ByteBuffer;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what the web server itself refuses: paths that nobody serves, methods, malformed and oversized requests. */
final class ProblemHandler implements Request.Handler {

    private static final String SOON = "2";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object status = request.getAttribute(ErrorHandler.ERROR_STATUS);
        Problem problem = Problem.of(status instanceof Integer code ? code : response.getStatus(), null);
        byte[] body = problem.body();
        response.setStatus(problem.status());
        Doorkeeper.mark(response.getHeaders());
        if (problem.status() == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, SOON);
        }
        if (request.getAttribute(DoorServlet.ALLOWED) instanceof String allowed) {
            response.getHeaders().put(HttpHeader.ALLOW, allowed);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
