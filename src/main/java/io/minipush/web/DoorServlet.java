package io.minipush.web;

import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;

/** Camel's servlet, which says 405 but not what is allowed instead (RFC 9110, 15.5.6). */
public final class DoorServlet extends CamelHttpTransportServlet {

    private static final long serialVersionUID = 1L;

    /** The request attribute with the methods that the path has, for {@link ProblemHandler}. */
    static final String ALLOWED = "io.minipush.allowed";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        super.service(request, response);
        if (response.getStatus() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            request.setAttribute(ALLOWED, METHODS.stream()
                    .filter(method -> getServletResolveConsumerStrategy().isHttpMethodAllowed(request, method, getConsumers()))
                    .collect(Collectors.joining(", ")));
        }
    }
}
