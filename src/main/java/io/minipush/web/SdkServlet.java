package io.minipush.web;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.minipush.sdk.SdkAccess;
import io.minipush.sdk.WeChatError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;

/**
 * The calls of WeChat that the gateway answers itself, for SDKs that take it for WeChat. It has its own paths beside {@code /v1} and asks
 * for no key in a header: each call brings a secret or a token of its own, which its route checks.
 */
public final class SdkServlet extends CamelHttpTransportServlet {

    private static final long serialVersionUID = 1L;

    /** The request attribute with the body as {@code byte[]}; absent if there is none. */
    static final String BODY = "io.minipush.sdk.body";

    private static final int MOST = 1 << 20;

    private final transient SdkAccess access;
    private final transient Patience patience = new Patience();

    SdkServlet(SdkAccess access) {
        this.access = access;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        try {
            request.setAttribute(BODY, body(request));
        } catch (WeChatError error) {
            write(new SdkRefusal(HttpServletResponse.SC_OK, error.body()), response);
            return;
        } catch (Problem problem) {
            write(SdkRefusal.of(problem.status()), response);
            return;
        }
        super.service(new WholePath(request), response);
    }

    /** SDKs name all sorts of media types, WeChat looks at none, and the body is nothing but JSON. */
    private byte[] body(HttpServletRequest request) {
        if (!BodyFilter.hasBody(request)) {
            return new byte[0];
        }
        return patience.with(request, isStranger(request), () -> {
            byte[] body = BodyFilter.upTo(MOST, request.getInputStream());
            if (body.length > MOST) {
                // Who still writes does not read: with unread bytes the connection would be cut before he sees the answer.
                BodyFilter.upTo(MOST, request.getInputStream());
                throw new WeChatError(45014, "message too large: at most 1 MiB");
            }
            return body;
        });
    }

    /** Whoever shows a token that is good; what it is good for, the route decides. */
    private boolean isStranger(HttpServletRequest request) {
        try {
            access.sender(Caller.query(request.getQueryString()).get("access_token"));
            return false;
        } catch (WeChatError | Problem e) {
            return true;
        }
    }

    private static void write(SdkRefusal refusal, HttpServletResponse response) {
        try {
            SdkAnswers.write(refusal.status(), refusal.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Camel finds a route by what follows the servlet's own path; here that is the whole path. */
    private static final class WholePath extends HttpServletRequestWrapper {

        WholePath(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getPathInfo() {
            String rest = super.getPathInfo();
            return super.getServletPath() + (rest == null ? "" : rest);
        }

        @Override
        public String getServletPath() {
            return "";
        }
    }
}
