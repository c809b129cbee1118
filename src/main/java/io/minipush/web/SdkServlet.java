package io.minipush.web;

import java.io.IOException;

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

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        try {
            // SDKs name all sorts of media types, WeChat looks at none, and the body is nothing but JSON.
            byte[] body = request.getInputStream().readNBytes(MOST + 1);
            if (body.length > MOST) {
                // Who still writes does not read: a connection with unread bytes would be cut before he sees the answer.
                request.getInputStream().readNBytes(MOST);
                SdkAnswers.write(HttpServletResponse.SC_OK, WeChatError.body(45014, "message too large: at most 1 MiB"), response);
                return;
            }
            request.setAttribute(BODY, body);
        } catch (IOException e) {
            // It has gone, or is too slow.
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        super.service(new WholePath(request), response);
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
