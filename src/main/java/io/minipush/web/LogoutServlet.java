package io.minipush.web;

import java.util.Arrays;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Ends the session. By GET as well, since that is how Hawtio's menu leaves; the cookie does not come along from another site. */
final class LogoutServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Sessions sessions;

    LogoutServlet(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        String name = ConsoleGate.cookie(request.getLocalPort());
        Cookie[] cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
        Arrays.stream(cookies).filter(cookie -> cookie.getName().equals(name)).forEach(cookie -> sessions.close(cookie.getValue()));
        response.setHeader("Set-Cookie", name + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", ConsoleGate.LOGIN);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        doGet(request, response);
    }
}
