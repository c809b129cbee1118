package io.minipush.web;

import java.util.regex.Pattern;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What holds at both servers before anybody looks at a request. A path is written in one way, since whoever reads {@code //}, {@code ..},
 * {@code ;} or encoded slashes in another way than the next one opens a way round a lock: such requests are refused. Every answer tells
 * browsers and proxies to make nothing of it.
 */
final class Doorkeeper extends Handler.Wrapper {

    /** No empty segments, none of dots only, no parameters; and what is encoded is neither a control character nor one of {@code % . / ; \}. */
    private static final Pattern PLAIN = Pattern.compile(
            "/|(?:/(?!\\.{1,2}(?:/|$))(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%(?!25|2[eEfF]|3[bB]|5[cC]|7[fF])[2-9a-fA-F][0-9a-fA-F])++)++/?");

    private static final String NOTHING_TO_RUN = "default-src 'none'; frame-ancestors 'none'";

    Doorkeeper(Handler handler) {
        super(handler);
    }

    /** Also for answers that the web server itself makes. A page puts a policy of its own over this one. */
    static void mark(HttpFields.Mutable headers) {
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("Content-Security-Policy", NOTHING_TO_RUN);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        mark(response.getHeaders());
        String path = request.getHttpURI().getPath();
        if (path == null || !PLAIN.matcher(path).matches()) {
            Response.writeError(request, response, callback, 400);
            return true;
        }
        return super.handle(request, response, callback);
    }
}
