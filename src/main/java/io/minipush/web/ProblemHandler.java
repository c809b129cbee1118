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

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object status = request.getAttribute(ErrorHandler.ERROR_STATUS);
        Problem problem = Problem.of(status instanceof Integer code ? code : response.getStatus(), null);
        boolean forSdk = SdkServlet.has(request.getHttpURI().getCanonicalPath());
        byte[] body = forSdk ? SdkServlet.unknownCall() : problem.body();
        response.setStatus(problem.status());
        if (request.getAttribute(DoorServlet.ALLOWED) instanceof String allowed) {
            response.getHeaders().put(HttpHeader.ALLOW, allowed);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, forSdk ? SdkAnswers.JSON : Problem.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
