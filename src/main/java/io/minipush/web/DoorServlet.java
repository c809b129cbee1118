package io.minipush.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

import io.minipush.access.Key;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.camel.http.common.HttpConsumer;

/**
 * Camel's servlet behind a lock: whether a key may do something is decided by the verb that Camel has chosen for the request, so that no
 * way of writing a path leads round it. It also says what is allowed where Camel only says 405 (RFC 9110, 15.5.6).
 */
public final class DoorServlet extends CamelHttpTransportServlet {

    private static final long serialVersionUID = 1L;

    /** The request attribute with the methods that the path has, for {@link ProblemHandler}. */
    static final String ALLOWED = "io.minipush.allowed";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        try {
            check(request);
        } catch (Problem problem) {
            refuse(problem, response);
            return;
        }
        super.service(request, response);
        if (response.getStatus() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            request.setAttribute(ALLOWED, METHODS.stream()
                    .filter(method -> getServletResolveConsumerStrategy().isHttpMethodAllowed(request, method, getConsumers()))
                    .collect(Collectors.joining(", ")));
        }
    }

    /** @throws Problem 401 or 403 */
    private void check(HttpServletRequest request) {
        HttpConsumer chosen = getServletResolveConsumerStrategy().resolve(request, getConsumers());
        String verb = chosen == null ? "" : request.getMethod() + " " + request.getServletPath() + chosen.getPath();
        if (Verbs.isSigned(verb)) {
            request.setAttribute(KeyFilter.KEY, Verbs.SIGNER);
            return;
        }
        if (!(request.getAttribute(KeyFilter.KEY) instanceof Key key)) {
            throw KeyFilter.noKey();
        }
        // What leads to no verb is a 404 or 405, and tells nothing but the contract.
        if (chosen != null && !isOtherMethod(chosen, request)) {
            Verbs.check(key, verb);
        }
    }

    private static boolean isOtherMethod(HttpConsumer chosen, HttpServletRequest request) {
        String methods = chosen.getEndpoint().getHttpMethodRestrict();
        return methods != null && !methods.contains(request.getMethod());
    }

    private static void refuse(Problem problem, HttpServletResponse response) {
        try {
            Problems.write(problem, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
