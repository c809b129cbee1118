package io.minipush.hawtio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.node.TextNode;
import io.minipush.access.Key;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The few things that Hawtio's pages ask of their server besides files and Jolokia: who is logged in, and that it has nothing else. */
final class HawtioAnswers extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String USER = "/user";
    private static final String LOGOUT = "/auth/logout";
    private static final String PLUGINS = "/plugin";
    static final List<String> PATHS = List.of(USER, LOGOUT, PLUGINS, "/proxy/enabled", "/keycloak/enabled");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case LOGOUT -> response.sendRedirect("/logout");
            case USER -> answer(response, TextNode.valueOf(((Key) request.getAttribute(Key.ATTRIBUTE)).name()).toString());
            case PLUGINS -> answer(response, "[]");
            default -> answer(response, "false");
        }
    }

    private static void answer(HttpServletResponse response, String json) throws IOException {
        response.setContentType("application/json");
        response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }
}
