package io.minipush.hawtio;

import java.io.IOException;
import java.util.function.Supplier;

import io.minipush.access.Key;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jolokia.server.core.http.AgentServlet;

/**
 * Jolokia for Hawtio's pages. Questions and deeds come as POST, which no link can make; by GET it tells its version. Whose key it is was
 * found before; without one nothing is answered.
 */
final class JolokiaDoor extends AgentServlet {

    private static final long serialVersionUID = 1L;

    private final transient CallersRestrictor restrictor;

    JolokiaDoor(Supplier<ShownRoutes> shown) {
        this(new CallersRestrictor(shown));
    }

    private JolokiaDoor(CallersRestrictor restrictor) {
        super(restrictor);
        this.restrictor = restrictor;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
        boolean version = request.getMethod().equals("GET") && request.getQueryString() == null && (path.equals("/") || path.equals("/version"));
        if (!version && !request.getMethod().equals("POST")) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (!(request.getAttribute(Key.ATTRIBUTE) instanceof Key key)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        HttpServletRequest question = request;
        if (!version) {
            try {
                question = JolokiaQuestion.read(request);
            } catch (JolokiaQuestion.Unfit e) {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST);
                return;
            }
        }
        restrictor.worksFor(key);
        try {
            super.service(question, response);
        } finally {
            restrictor.worksFor(null);
        }
    }
}
